// Changing parameters by name, and the rules between them.
#include <fmt/format.h>

#include "host/params/nearest_name.h"
#include "host/params/parameter_table.h"

namespace flue {
namespace {

std::string range_text(const ParameterRow& row) {
  if (row.is_bool()) return "give true or false";
  return fmt::format("give {}..{} ({})", row.least, row.most, row.unit);
}

Result<void, ParameterError> set_row(const ParameterRow& row, Parameters& parameters, std::int64_t value) {
  const auto number = static_cast<std::uint64_t>(value);
  if (value < 0 || number < row.least || number > row.most) {
    return fail(ParameterError{ParameterErrorKind::kOutOfRange, fmt::format("{} = {} is out of range", row.name, value),
                               range_text(row)});
  }
  row.set(parameters, number);
  return {};
}

ParameterError relation(std::string what, std::string advice) {
  return {ParameterErrorKind::kOutOfRange, std::move(what), std::move(advice)};
}

}  // namespace

ParameterError explain_missing_parameter(std::string_view name) {
  std::vector<std::string_view> names;
  for (const LaterParameter& later : later_parameters()) {
    if (later.name == name) {
      return {ParameterErrorKind::kNotImplemented, fmt::format("{} is known, but {}", name, later.reason), "remove it"};
    }
    names.push_back(later.name);
  }
  for (const ParameterRow& row : parameter_table()) names.push_back(row.name);
  const auto nearest = nearest_name(name, names);
  return {ParameterErrorKind::kUnknown, fmt::format("there is no parameter {}", name),
          nearest ? fmt::format("did you mean {}?", *nearest) : "remove it, or see flued.toml(5) for the names"};
}

Result<void, ParameterError> set_parameter(Parameters& parameters, std::string_view name, std::int64_t value) {
  const ParameterRow* row = find_parameter(name);
  if (row == nullptr) return fail(explain_missing_parameter(name));
  return set_row(*row, parameters, value);
}

Result<void, ParameterError> set_interface_parameter(TcpParameters& parameters, std::string_view name,
                                                     std::int64_t value) {
  const ParameterRow* row = find_parameter(name);
  if (row == nullptr) return fail(explain_missing_parameter(name));
  if (row->scope != ParameterScope::kInterface) {
    return fail(ParameterError{ParameterErrorKind::kWrongScope,
                               fmt::format("{} is not a parameter of one interface", name),
                               fmt::format("put it into [{}]", to_string(row->section))});
  }
  Parameters holder;
  holder.tcp = parameters;
  auto done = set_row(*row, holder, value);
  if (done) parameters = holder.tcp;
  return done;
}

Result<void, ParameterError> check_relations(const Parameters& parameters) {
  const TcpParameters& tcp = parameters.tcp;
  if (tcp.max_user_port < tcp.min_user_port) {
    return fail(relation(
        fmt::format("MaxUserPort = {} is below MinUserPort = {}", tcp.max_user_port, tcp.min_user_port), "set both"));
  }
  if (tcp.max_rto < tcp.min_rto) {
    return fail(relation(fmt::format("MaxRto = {} is below MinRto = {}", tcp.max_rto.count(), tcp.min_rto.count()),
                         "set both"));
  }
  if (tcp.default_receive_buffer && *tcp.default_receive_buffer > tcp.max_receive_buffer) {
    return fail(relation(fmt::format("DefaultReceiveBuffer = {} is above MaxReceiveBuffer = {}",
                                     *tcp.default_receive_buffer, tcp.max_receive_buffer),
                         "set both"));
  }
  if (tcp.default_send_buffer > tcp.max_send_buffer) {
    return fail(relation(
        fmt::format("DefaultSendBuffer = {} is above MaxSendBuffer = {}", tcp.default_send_buffer, tcp.max_send_buffer),
        "set both"));
  }
  return {};
}

std::vector<std::string> parameter_notes(const Parameters& parameters) {
  std::vector<std::string> notes;
  const TcpParameters& tcp = parameters.tcp;
  const ArpParameters& arp = parameters.arp;
  if (arp.arp_cache_min_referenced_life <= arp.arp_cache_life) {  // ARP-10
    notes.push_back(fmt::format("ArpCacheMinReferencedLife = {} is ignored: it is not above ArpCacheLife = {}",
                                arp.arp_cache_min_referenced_life, arp.arp_cache_life));
  }
  if (tcp.tcp_max_half_open_retried >= tcp.tcp_max_half_open) {
    notes.push_back(fmt::format("TcpMaxHalfOpenRetried = {} never acts: it is not below TcpMaxHalfOpen = {}",
                                tcp.tcp_max_half_open_retried, tcp.tcp_max_half_open));
  }
  if (tcp.syn_attack_protect > 0 && tcp.tcp_max_connect_response_retransmissions < 2) {  // TCP-SECURITY-04
    notes.push_back(
        fmt::format("SynAttackProtect = {} never acts: TcpMaxConnectResponseRetransmissions = {} is below 2",
                    tcp.syn_attack_protect, tcp.tcp_max_connect_response_retransmissions));
  }
  return notes;
}

std::vector<ParameterListing> list_parameters(const Parameters& parameters,
                                              const std::set<std::string, std::less<>>& overridden) {
  std::vector<ParameterListing> lines;
  lines.reserve(parameter_table().size());
  for (const ParameterRow& row : parameter_table()) {
    lines.push_back({&row, row.get(parameters), overridden.contains(row.name)});
  }
  return lines;
}

}  // namespace flue
