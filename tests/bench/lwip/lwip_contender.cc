// lwIP behind the Contender interface: raw callbacks, one netif whose output is the frame sink.
#include <cstdlib>
#include <utility>

#include "host/wire/checksum.h"
#include "tests/bench/contender.h"

extern "C" {
#include "lwip/etharp.h"
#include "lwip/init.h"
#include "lwip/ip4_addr.h"
#include "lwip/netif.h"
#include "lwip/tcp.h"
#include "lwip/timeouts.h"
#include "netif/ethernet.h"

u16_t lwip_standard_chksum(const void* data, int length);
}

namespace {

// lwIP keeps its state in globals and asks for the time through sys_now(), so its adaptor has to as well.
std::uint32_t now_ms = 0;
bool use_flue_checksum = false;

}  // namespace

extern "C" u32_t sys_now() { return now_ms; }

extern "C" unsigned short flue_bench_lwip_checksum(const void* data, int length) {
  if (!use_flue_checksum) return lwip_standard_chksum(data, length);
  // lwIP wants the unfolded sum in memory order.
  const flue::Bytes bytes(static_cast<const std::byte*>(data), static_cast<std::size_t>(length));
  return lwip_htons(flue::wire::sum_of(bytes).value());
}

namespace flue::bench {
namespace {

class LwipContender final : public Contender {
 public:
  LwipContender(const ContenderConfig& config, bool flue_checksum, FrameSink out) : out_(std::move(out)) {
    use_flue_checksum = flue_checksum;
    static const bool initialised = (lwip_init(), true);
    (void)initialised;
    ip4_addr_t address{lwip_htonl(config.address.address.bits())};
    ip4_addr_t mask{lwip_htonl(config.address.mask.bits())};
    ip4_addr_t gateway{0};
    netif_add(&netif_, &address, &mask, &gateway, this, &LwipContender::init, ethernet_input);
    std::copy(config.mac.bytes().begin(), config.mac.bytes().end(), netif_.hwaddr);
    netif_set_default(&netif_);
    netif_set_up(&netif_);
    netif_set_link_up(&netif_);
    tcp_pcb* listener = tcp_new();
    tcp_bind(listener, IP_ADDR_ANY, kDiscardPort.number());
    listener = tcp_listen(listener);
    tcp_arg(listener, this);
    tcp_accept(listener, &LwipContender::on_accept);
  }

  FLUE_BENCH_MEASURED void input(Bytes frame, TimePoint now) override {
    set_time(now);
    pbuf* p = pbuf_alloc(PBUF_RAW, static_cast<u16_t>(frame.size()), PBUF_POOL);
    if (p == nullptr) return;
    pbuf_take(p, frame.data(), static_cast<u16_t>(frame.size()));
    if (netif_.input(p, &netif_) != ERR_OK) pbuf_free(p);
  }

  FLUE_BENCH_MEASURED void poll(TimePoint now) override {
    set_time(now);
    sys_check_timeouts();
  }

  [[nodiscard]] std::uint64_t accepted() const override { return accepted_; }
  [[nodiscard]] std::uint64_t bytes_received() const override { return bytes_received_; }

 private:
  static void set_time(TimePoint now) {
    now_ms = static_cast<std::uint32_t>(
        std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count());
  }

  static err_t init(netif* n) {
    n->hwaddr_len = 6;
    n->mtu = 1500;
    n->flags = NETIF_FLAG_BROADCAST | NETIF_FLAG_ETHARP | NETIF_FLAG_ETHERNET;
    n->output = etharp_output;
    n->linkoutput = &LwipContender::output;
    return ERR_OK;
  }

  static err_t output(netif* n, pbuf* p) {
    auto* self = static_cast<LwipContender*>(n->state);
    if (p->next == nullptr) {
      self->out_({static_cast<const std::byte*>(p->payload), p->len});
    } else {
      std::byte flat[1600];
      const u16_t length = pbuf_copy_partial(p, flat, sizeof flat, 0);
      self->out_({flat, length});
    }
    return ERR_OK;
  }

  static err_t on_accept(void* arg, tcp_pcb* pcb, err_t error) {
    if (error != ERR_OK || pcb == nullptr) return ERR_VAL;
    ++static_cast<LwipContender*>(arg)->accepted_;
    tcp_arg(pcb, arg);
    tcp_recv(pcb, &LwipContender::on_receive);
    return ERR_OK;
  }

  static err_t on_receive(void* arg, tcp_pcb* pcb, pbuf* p, err_t) {
    if (p == nullptr) {
      tcp_close(pcb);
      return ERR_OK;
    }
    static_cast<LwipContender*>(arg)->bytes_received_ += p->tot_len;
    tcp_recved(pcb, p->tot_len);
    pbuf_free(p);
    return ERR_OK;
  }

  FrameSink out_;
  netif netif_{};
  std::uint64_t accepted_ = 0;
  std::uint64_t bytes_received_ = 0;
};

}  // namespace

std::unique_ptr<Contender> make_lwip(const ContenderConfig& config, bool flue_checksum, FrameSink out) {
  return std::make_unique<LwipContender>(config, flue_checksum, std::move(out));
}

}  // namespace flue::bench
