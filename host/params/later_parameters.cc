// Parameters of the reference that do nothing in this version. Setting one is refused, so that nobody believes in an
// effect that is not there.
#include <array>

#include "host/params/parameter_table.h"

namespace flue {
namespace {

constexpr std::string_view kNoForwarding = "the router queue is not implemented yet";
constexpr std::string_view kNoGateways = "dead-gateway detection is not implemented yet";
constexpr std::string_view kNoDiscovery = "router discovery is not implemented yet";
constexpr std::string_view kNoRedirects = "Redirects are not obeyed yet";
constexpr std::string_view kNoIgmp = "IGMP is not implemented yet";
constexpr std::string_view kNoFilters = "security filters are not implemented yet";
constexpr std::string_view kNoAutoconfiguration = "DHCP and automatic addresses are not implemented yet";
constexpr std::string_view kNoResolver = "the resolver is not implemented yet";
constexpr std::string_view kNoNetbt = "NetBIOS over TCP/IP is not implemented yet";
constexpr std::string_view kSocketBuffers =
    "acts in the reference's socket layer only: use DefaultReceiveBuffer and DefaultSendBuffer";

constexpr std::array kLater = {
    LaterParameter{"ArpTRSingleRoute", "concerns Token Ring, which Flue does not serve"},
    LaterParameter{"ArpCacheSize", "concerns NT 3.x: use ArpMaxEntries"},

    LaterParameter{"MTU", "is written as `mtu` in [[interface]]"},
    LaterParameter{"IPAddress", "is written as `address` in [[interface]]"},
    LaterParameter{"PersistentRoutes", "is written as [[route]] tables"},
    LaterParameter{"IPEnableRouter", "forwarding between interfaces is not implemented yet"},
    LaterParameter{"ForwardBufferMemory", kNoForwarding},
    LaterParameter{"MaxForwardBufferMemory", kNoForwarding},
    LaterParameter{"NumForwardPackets", kNoForwarding},
    LaterParameter{"MaxNumForwardPackets", kNoForwarding},
    LaterParameter{"MaxForwardPending", kNoForwarding},
    LaterParameter{"ForwardBroadcasts", kNoForwarding},

    LaterParameter{"EnableDeadGWDetect", kNoGateways},
    LaterParameter{"EnableICMPRedirect", kNoRedirects},
    LaterParameter{"MaxICMPHostRoutes", kNoRedirects},
    LaterParameter{"PerformRouterDiscovery", kNoDiscovery},
    LaterParameter{"SolicitationAddressBCast", kNoDiscovery},
    LaterParameter{"IGMPLevel", kNoIgmp},
    LaterParameter{"IGMPVersion", kNoIgmp},
    LaterParameter{"MaxNormLookupMemory", "the route table has no such limit: it holds what is configured"},

    LaterParameter{"EnablePMTUBHDetect", "the detection of black holes is not implemented yet"},
    LaterParameter{"DefaultReceiveWindow", kSocketBuffers},
    LaterParameter{"DefaultSendWindow", kSocketBuffers},
    LaterParameter{"EnableSecurityFilters", kNoFilters},
    LaterParameter{"TcpAllowedPorts", kNoFilters},
    LaterParameter{"UdpAllowedPorts", kNoFilters},
    LaterParameter{"RawIpAllowedProtocols", kNoFilters},

    LaterParameter{"IPAutoconfigurationEnabled", kNoAutoconfiguration},
    LaterParameter{"IPAutoconfigurationSubnet", kNoAutoconfiguration},
    LaterParameter{"IPAutoconfigurationMask", kNoAutoconfiguration},
    LaterParameter{"IPAutoconfigurationSeed", kNoAutoconfiguration},
    LaterParameter{"IPAutoconfigurationAddress", kNoAutoconfiguration},
    LaterParameter{"MaxCacheEntryTtlLimit", kNoResolver},
    LaterParameter{"NegativeCacheTime", kNoResolver},
    LaterParameter{"NetFailureCacheTime", kNoResolver},
    LaterParameter{"PrioritizeRecordData", kNoResolver},

    LaterParameter{"NodeType", kNoNetbt},
    LaterParameter{"SessionKeepAlive", kNoNetbt},
    LaterParameter{"RandomAdapter", kNoNetbt},
    LaterParameter{"SingleResponse", kNoNetbt},
    LaterParameter{"EnableDns", kNoNetbt},
    LaterParameter{"BcastNameQueryCount", kNoNetbt},
    LaterParameter{"BcastQueryTimeout", kNoNetbt},
    LaterParameter{"NameSrvQueryCount", kNoNetbt},
    LaterParameter{"NameSrvQueryTimeout", kNoNetbt},
    LaterParameter{"CacheTimeout", kNoNetbt},
    LaterParameter{"WinsDownTimeout", kNoNetbt},
    LaterParameter{"LmhostsTimeout", kNoNetbt},
    LaterParameter{"InitialRefreshTimeout", kNoNetbt},
    LaterParameter{"MaxDgramBuffering", kNoNetbt},
    LaterParameter{"EnableProxyCheck", kNoNetbt},
    LaterParameter{"MaxPreload", kNoNetbt},
    LaterParameter{"BacklogIncrement", kNoNetbt},
    LaterParameter{"MaxConnBackLog", kNoNetbt},
    LaterParameter{"NoNameReleaseOnDemand", kNoNetbt},
    LaterParameter{"ObeyBindingOrder", kNoNetbt},
};

}  // namespace

std::span<const LaterParameter> later_parameters() { return kLater; }

}  // namespace flue
