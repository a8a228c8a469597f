// Random records go from C++ through the RTL and back: both sides must mean the same bytes by each field's name.
#include <Vcontract_probe.h>

#include <cstring>

#include "host/contract/flue_contract.h"
#include "sim/verilated/model_harness.h"
#include "tests/support/rtl_test.h"

namespace flue {
namespace {

class ContractRoundTrip : public ::testing::Test {
 protected:
  static constexpr int kRounds = 1000;
  test::RtlBench<Vcontract_probe> bench{1};
  Vcontract_probe& dut = bench.dut();
  SeededRandom random = test::random_stream();

  template <class Field>
  void draw(Field& field) {
    field = static_cast<Field>(random.next());
  }

  template <class Record>
  void show(const Record& record) {
    std::memcpy(sim::Pin(dut.record).bytes().data(), &record, sizeof record);
    dut.eval();
  }

  template <class Record, class Port>
  static void expect_back(Port& port, const Record& record) {
    EXPECT_EQ(std::memcmp(sim::Pin(port).bytes().data(), &record, sizeof record), 0) << "not the same record again";
  }
};

TEST_F(ContractRoundTrip, SlowRxDescriptor) {
  for (int i = 0; i < kRounds; ++i) {
    contract::SlowRxDescriptor record{};
    draw(record.number);
    draw(record.length);
    draw(record.vlan_tag);
    draw(record.flags);
    draw(record.l3_offset);
    draw(record.l4_offset);
    draw(record.protocol);
    draw(record.reserved);
    draw(record.timestamp_us);
    show(record);
    ASSERT_EQ(dut.rx_number, record.number);
    ASSERT_EQ(dut.rx_length, record.length);
    ASSERT_EQ(dut.rx_vlan_tag, record.vlan_tag);
    ASSERT_EQ(dut.rx_flags, record.flags);
    ASSERT_EQ(dut.rx_l3_offset, record.l3_offset);
    ASSERT_EQ(dut.rx_l4_offset, record.l4_offset);
    ASSERT_EQ(dut.rx_protocol, record.protocol);
    ASSERT_EQ(dut.rx_reserved, record.reserved);
    ASSERT_EQ(dut.rx_timestamp_us, record.timestamp_us);
    expect_back(dut.rx_record, record);
  }
}

TEST_F(ContractRoundTrip, SlowTxDescriptor) {
  for (int i = 0; i < kRounds; ++i) {
    contract::SlowTxDescriptor record{};
    draw(record.address);
    draw(record.length);
    draw(record.header_length);
    draw(record.mss);
    draw(record.opcode);
    draw(record.flags);
    draw(record.l3_offset);
    draw(record.l4_offset);
    draw(record.vlan_tag);
    draw(record.reserved);
    show(record);
    ASSERT_EQ(dut.tx_address, record.address);
    ASSERT_EQ(dut.tx_length, record.length);
    ASSERT_EQ(dut.tx_header_length, record.header_length);
    ASSERT_EQ(dut.tx_mss, record.mss);
    ASSERT_EQ(dut.tx_opcode, record.opcode);
    ASSERT_EQ(dut.tx_flags, record.flags);
    ASSERT_EQ(dut.tx_l3_offset, record.l3_offset);
    ASSERT_EQ(dut.tx_l4_offset, record.l4_offset);
    ASSERT_EQ(dut.tx_vlan_tag, record.vlan_tag);
    ASSERT_EQ(dut.tx_reserved, record.reserved);
    expect_back(dut.tx_record, record);
  }
}

TEST_F(ContractRoundTrip, Completion) {
  for (int i = 0; i < kRounds; ++i) {
    contract::Completion record{};
    draw(record.slow_tx_head);
    draw(record.slow_rx_tail);
    show(record);
    ASSERT_EQ(dut.completion_slow_tx_head, record.slow_tx_head);
    ASSERT_EQ(dut.completion_slow_rx_tail, record.slow_rx_tail);
    expect_back(dut.completion_record, record);
  }
}

}  // namespace
}  // namespace flue
