#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "host/daemon/config_sections.h"

namespace flue::daemon {
namespace {

constexpr std::int64_t kLargestMtu = 65535;  // RFC 791: the length field

bool same_port(const Attach& a, const Attach& b) { return a.interface == b.interface && a.netns == b.netns; }

// Two subnets that share addresses: the longer mask's network lies within the other.
bool overlap(const Ipv4Cidr& a, const Ipv4Cidr& b) { return a.contains(b.address) || b.contains(a.address); }

bool on_subnet(const InterfaceSettings& interface, Ipv4Addr address) {
  return std::any_of(interface.addresses.begin(), interface.addresses.end(),
                     [&](const Ipv4Cidr& own) { return own.contains(address); });
}

// Why a host cannot have this address; empty if it can.
std::string_view unusable(const Ipv4Cidr& cidr) {
  const Ipv4Addr a = cidr.address;
  if (a.is_any() || a.bits() >> 24 == 0) return "is not an address of a host";
  if (a.is_loopback()) return "is a loopback address";
  if (a.is_multicast()) return "is a multicast address";
  if (a.is_limited_broadcast() || a.is_reserved()) return "is a reserved address";
  if (cidr.mask.length() == 0) return "has no network part";
  if (cidr.mask.length() <= 30) {  // RFC 3021: a /31 has neither network nor broadcast address
    if (a == cidr.mask.network_of(a)) return "is the address of the network itself";
    if (a == cidr.mask.broadcast_of(a)) return "is the subnet's broadcast address";
  }
  return {};
}

void read_name_and_attach(TableReader& reader, InterfaceSettings& settings, const Config& config) {
  const auto name = reader.string("name");
  if (!name) {
    reader.report("name", "an interface has no name", "add name = \"flue0\"");
    return;
  }
  settings.name = name->text;
  const bool legal = !settings.name.empty() && settings.name.size() <= 15 &&
                     std::all_of(settings.name.begin(), settings.name.end(), [](char c) {
                       return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' ||
                              c == '_' || c == '.';
                     });
  if (!legal) {
    reader.report("name", "the interface's name is not usable", "give 1 to 15 of A-Z a-z 0-9 - _ .");
    return;
  }
  const auto attach = reader.string("attach");
  if (!attach) {
    reader.report("attach", fmt::format("interface {} has no attach", settings.name), "add attach = \"tap:flue0\"");
    return;
  }
  const auto parsed = parse_attach(attach->text);
  if (!parsed) {
    reader.error().report(attach->where, "attach: " + parsed.error().message,
                          "write \"tap:NAME\", \"tap:NAME@NETNS\" or \"packet:NAME\"");
    return;
  }
  settings.attach = *parsed;
  settings.attach_where = attach->where;
  for (const InterfaceSettings& other : config.interfaces) {
    if (other.name == settings.name) {
      reader.report("name", fmt::format("interface {} is defined twice", settings.name), "give each its own name");
    } else if (same_port(other.attach, settings.attach)) {
      reader.report("attach", fmt::format("interface {} has this port already", other.name), "attach to another one");
    }
  }
}

void read_mac(TableReader& reader, InterfaceSettings& settings, const Config& config) {
  const auto text = reader.string("mac");
  if (!text) return;
  const auto mac = MacAddr::parse(text->text);
  if (!mac) {
    reader.report("mac", fmt::format("mac \"{}\" is not a hardware address", text->text),
                  "write it as 02:f1:0e:00:00:01");
  } else if (mac->is_group()) {
    reader.report("mac",
                  fmt::format("mac {} is a group address: the lowest bit of its first byte is set", to_string(*mac)),
                  "give one whose first byte is even, such as 02");
  } else if (mac->is_zero()) {
    reader.report("mac", "mac is all zero", "write it as 02:f1:0e:00:00:01");
  } else {
    settings.mac = *mac;
    for (const InterfaceSettings& other : config.interfaces) {
      if (other.mac == mac) {
        reader.report("mac", fmt::format("interface {} has this mac already", other.name), "give each its own");
      }
    }
  }
}

void read_addresses(TableReader& reader, InterfaceSettings& settings, const Config& config) {
  FirstError& error = reader.error();
  const auto texts = reader.strings("address");
  if (texts.empty()) {
    reader.report("address", fmt::format("interface {} has no address", settings.name),
                  "add address = \"10.77.0.2/24\"");
    return;
  }
  for (const LocatedString& text : texts) {
    const auto cidr = text.text.find('/') == std::string::npos ? std::nullopt : Ipv4Cidr::parse(text.text);
    if (!cidr) {
      error.report(text.where, fmt::format("\"{}\" is not an address with its prefix length", text.text),
                   "write it as 10.77.0.2/24");
      return;
    }
    if (const auto reason = unusable(*cidr); !reason.empty()) {
      error.report(text.where, fmt::format("{} {}", to_string(*cidr), reason), "give an address of a host");
      return;
    }
    for (const Ipv4Cidr& own : settings.addresses) {
      if (own.address == cidr->address) {
        error.report(text.where, fmt::format("{} is given twice", to_string(cidr->address)), "remove one");
      }
    }
    for (const InterfaceSettings& other : config.interfaces) {
      for (const Ipv4Cidr& taken : other.addresses) {
        if (overlap(taken, *cidr)) {
          error.report(text.where,
                       fmt::format("{} overlaps {} of interface {}", to_string(*cidr), to_string(taken), other.name),
                       "give each interface a subnet of its own");
        }
      }
    }
    settings.addresses.push_back(*cidr);
  }
}

void read_gateways(TableReader& reader, InterfaceSettings& settings) {
  FirstError& error = reader.error();
  for (const LocatedString& text : reader.strings("gateway")) {
    const auto gateway = Ipv4Addr::parse(text.text);
    if (!gateway) {
      error.report(text.where, fmt::format("gateway \"{}\" is not an address", text.text), "write it as 10.77.0.254");
      return;
    }
    if (!on_subnet(settings, *gateway)) {
      error.report(text.where,
                   fmt::format("gateway {} is on no subnet of interface {}", to_string(*gateway), settings.name),
                   fmt::format("give a router within {}", to_string(settings.addresses.front())));
      return;
    }
    const bool own = std::any_of(settings.addresses.begin(), settings.addresses.end(),
                                 [&](const Ipv4Cidr& cidr) { return cidr.address == *gateway; });
    if (own) {
      error.report(text.where, fmt::format("gateway {} is the interface's own address", to_string(*gateway)),
                   "give the router's");
      return;
    }
    settings.gateways.push_back(*gateway);
  }
}

void read_mtu_and_speed(TableReader& reader, InterfaceSettings& settings, const Config& config) {
  if (const auto mtu = reader.integer("mtu", 0, kLargestMtu)) {
    const std::uint16_t least = config.parameters.tcp.min_path_mtu;  // LINK-19, PMTU-06
    if (*mtu != 0 && *mtu < least) {
      reader.report("mtu", fmt::format("mtu = {} is too small", *mtu),
                    fmt::format("give {}..{}, or 0 for the port's own", least, kLargestMtu));
    }
    settings.mtu = static_cast<std::uint32_t>(*mtu);
  }
  if (const auto metric = reader.integer("metric", 1, 9999)) settings.metric = static_cast<std::uint32_t>(*metric);
  const toml::node* speed = reader.node("speed");
  if (speed == nullptr) return;
  if (const auto number = speed->value_exact<std::int64_t>(); number && *number > 0) {
    settings.speed = static_cast<std::uint64_t>(*number);
  } else if (const auto text = speed->value_exact<std::string>()) {
    settings.speed = parse_speed(*text);
  }
  if (!settings.speed) {
    reader.report("speed", "speed is not a bit rate", "write it as \"100G\", \"2.5G\", \"10M\" or in bits per second");
  }
}

void read_impairment(TableReader& reader, InterfaceSettings& settings) {
  const toml::table* table = reader.table("impair");
  if (table == nullptr) return;
  TableReader impair(*table, "[interface.impair]", reader.error());
  Impairment wire;
  wire.rates.loss = impair.fraction("loss").value_or(0);
  wire.rates.reorder = impair.fraction("reorder").value_or(0);
  wire.rates.duplicate = impair.fraction("duplicate").value_or(0);
  wire.rates.corrupt = impair.fraction("corrupt").value_or(0);
  wire.seed = static_cast<std::uint64_t>(impair.integer("seed", 0, INT64_MAX).value_or(1));
  impair.finish();
  settings.impair = wire;
}

}  // namespace

std::optional<std::uint64_t> parse_speed(std::string_view text) {
  if (text.empty()) return std::nullopt;
  double unit = 0;
  switch (text.back()) {
    case 'k':
    case 'K':
      unit = 1e3;
      break;
    case 'M':
      unit = 1e6;
      break;
    case 'G':
      unit = 1e9;
      break;
    case 'T':
      unit = 1e12;
      break;
    default:
      return std::nullopt;
  }
  text.remove_suffix(1);
  double number = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
  if (code != std::errc() || end != text.data() + text.size()) return std::nullopt;
  const double bits = number * unit;
  if (!(bits >= 1 && bits <= 1e15)) return std::nullopt;
  return static_cast<std::uint64_t>(std::llround(bits));
}

void read_interface(const toml::table& table, Config& config, FirstError& error) {
  TableReader reader(table, "[[interface]]", error);
  InterfaceSettings settings;
  settings.where = reader.where();
  settings.tcp = config.parameters.tcp;
  read_name_and_attach(reader, settings, config);
  read_mac(reader, settings, config);
  read_addresses(reader, settings, config);
  read_gateways(reader, settings);
  read_mtu_and_speed(reader, settings, config);
  read_interface_parameters(reader, settings);
  read_impairment(reader, settings);
  reader.finish();
  config.interfaces.push_back(std::move(settings));
}

void read_route(const toml::table& table, Config& config, FirstError& error) {
  TableReader reader(table, "[[route]]", error);
  RouteSettings route;
  route.where = reader.where();
  if (const auto text = reader.string("destination")) {
    const auto cidr = Ipv4Cidr::parse(text->text);
    if (!cidr || text->text.find('/') == std::string::npos) {
      reader.report("destination", fmt::format("destination \"{}\" is not a network", text->text),
                    "write it as 192.168.0.0/16");
    } else if (cidr->mask.network_of(cidr->address) != cidr->address) {
      reader.report(
          "destination", fmt::format("destination {} has bits set behind its prefix", to_string(*cidr)),
          fmt::format("write it as {}", to_string(Ipv4Cidr{cidr->mask.network_of(cidr->address), cidr->mask})));
    } else {
      route.destination = *cidr;
    }
  } else {
    reader.report("destination", "a route has no destination", "add destination = \"192.168.0.0/16\"");
  }
  if (const auto name = reader.string("interface")) {
    const bool known = std::any_of(config.interfaces.begin(), config.interfaces.end(),
                                   [&](const InterfaceSettings& i) { return i.name == name->text; });
    if (!known) {
      reader.report("interface", fmt::format("there is no interface {}", name->text),
                    "name one of the [[interface]] tables");
    }
    route.interface = name->text;
  }
  if (const auto text = reader.string("gateway")) {
    route.gateway = Ipv4Addr::parse(text->text);
    const bool reachable =
        route.gateway && std::any_of(config.interfaces.begin(), config.interfaces.end(), [&](const auto& i) {
          return (!route.interface || i.name == *route.interface) && on_subnet(i, *route.gateway);
        });
    if (!route.gateway) {
      reader.report("gateway", fmt::format("gateway \"{}\" is not an address", text->text), "write it as 10.77.0.254");
    } else if (!reachable) {
      reader.report("gateway",
                    fmt::format("gateway {} is on no subnet of {}", to_string(*route.gateway),
                                route.interface ? "interface " + *route.interface : "any interface"),
                    "give a router on one of them");
    }
  } else if (!route.interface) {
    reader.report("gateway", "a route has neither gateway nor interface", "add one of them");
  }
  route.metric = static_cast<std::uint32_t>(reader.integer("metric", 1, 9999).value_or(1));
  reader.finish();
  config.routes.push_back(std::move(route));
}

}  // namespace flue::daemon
