#include "host/control/codec.h"

#include <gtest/gtest.h>

#include <cstring>
#include <functional>
#include <span>
#include <vector>

namespace flue::control {
namespace {

template <typename Record>
std::vector<std::byte> bytes_of(const Record& record) {
  std::vector<std::byte> bytes(sizeof(record));
  std::memcpy(bytes.data(), &record, sizeof(record));
  return bytes;
}

flue_request good_request() {
  flue_request request{};
  request.op = FLUE_OP_CONNECT;
  request.flags = FLUE_FLAG_WAIT | FLUE_FLAG_IPV6;
  request.remote = {0x0A4D0001, 80, 0};
  request.options.present = 1u << FLUE_OPTION_TTL;
  request.options.value[FLUE_OPTION_TTL] = 9;
  return request;
}

TEST(ControlCodec, OwnHelloIsAccepted) { EXPECT_TRUE(check_hello(bytes_of(own_hello()))); }

TEST(ControlCodec, HelloOfAnotherKindIsRefusedByItsDifference) {
  const auto error_of = [](const std::function<void(flue_hello&)>& change) {
    flue_hello hello = own_hello();
    change(hello);
    return check_hello(bytes_of(hello)).error();
  };
  EXPECT_EQ(error_of([](auto& h) { h.magic ^= 1; }), RecordError::kMagic);
  EXPECT_EQ(error_of([](auto& h) { h.version += 1; }), RecordError::kVersion);
  EXPECT_EQ(error_of([](auto& h) { h.request_size += 8; }), RecordError::kVersion);
  EXPECT_EQ(error_of([](auto& h) { h.reply_size -= 8; }), RecordError::kVersion);
  EXPECT_EQ(check_hello(Bytes{}).error(), RecordError::kSize);
}

TEST(ControlCodec, RequestArrivesAsItWasSent) {
  const auto request = decode_request(bytes_of(good_request()));
  ASSERT_TRUE(request);
  EXPECT_EQ(request->op, FLUE_OP_CONNECT);
  EXPECT_EQ(to_endpoint(request->remote), (Endpoint{Ipv4Addr(10, 77, 0, 1), Port(80)}));
  EXPECT_EQ(option(request->options, FLUE_OPTION_TTL), 9);
  EXPECT_EQ(option(request->options, FLUE_OPTION_TOS), std::nullopt);
}

TEST(ControlCodec, RequestOfAnotherSizeIsRefused) {
  std::vector<std::byte> bytes = bytes_of(good_request());
  bytes.push_back({});
  EXPECT_EQ(decode_request(bytes).error(), RecordError::kSize);
  bytes.resize(sizeof(flue_request) - 1);
  EXPECT_EQ(decode_request(bytes).error(), RecordError::kSize);
}

TEST(ControlCodec, RequestWithUnknownContentIsRefused) {
  const auto is_refused = [](const std::function<void(flue_request&)>& change) {
    flue_request request = good_request();
    change(request);
    const auto decoded = decode_request(bytes_of(request));
    return !decoded && decoded.error() == RecordError::kOperation;
  };
  EXPECT_TRUE(is_refused([](auto& r) { r.op = 0; }));
  EXPECT_TRUE(is_refused([](auto& r) { r.op = FLUE_OP_END; }));
  EXPECT_TRUE(is_refused([](auto& r) { r.flags = 4; }));
  EXPECT_TRUE(is_refused([](auto& r) { r.options.present = 1u << FLUE_OPTION_COUNT; }));
  EXPECT_TRUE(is_refused([](auto& r) { r.op = FLUE_OP_SET_OPTION, r.name = FLUE_OPTION_COUNT; }));
}

TEST(ControlCodec, EndpointsGoThereAndBack) {
  const Endpoint endpoint{Ipv4Addr(192, 0, 2, 255), Port(65535)};
  EXPECT_EQ(to_endpoint(from_endpoint(endpoint)), endpoint);
}

}  // namespace
}  // namespace flue::control
