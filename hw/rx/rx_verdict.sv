// rx_verdict: whether a frame goes on, and what the host is told of it. The first reason against it in the order of
// DropReason is counted (Runt and TooLong before Filtered).
// Promiscuous reception passes whatever came whole over the wire (LINK-11), without the flags of what is wrong.
// Latency 2 cycles, 1 frame per cycle; no back-pressure.
`default_nettype none

module rx_verdict (
    input  wire logic        clk,
    input  wire logic        rst,
    input  wire logic        s_valid,
    input  wire logic        s_enabled,
    input  wire logic        s_promiscuous,
    input  wire logic        s_mac_error,
    input  wire logic [15:0] s_length,         // bytes of the frame
    input  wire logic        s_pass,           // mac_filter's
    input  wire logic        s_tagged,         // eth_rx's, to s_vlan_tag
    input  wire logic        s_snap,
    input  wire logic        s_ipv4,
    input  wire logic [15:0] s_vlan_tag,
    input  wire logic [3:0]  s_l4_index,       // ipv4_rx's, to s_udp_unsummed
    input  wire logic        s_header_ok,
    input  wire logic [16:0] s_frame_end,
    input  wire logic [7:0]  s_protocol,
    input  wire logic        s_tcp,
    input  wire logic        s_udp,
    input  wire logic        s_icmp,
    input  wire logic        s_igmp,
    input  wire logic        s_fragment,
    input  wire logic        s_l4_present,
    input  wire logic        s_udp_length_ok,
    input  wire logic        s_udp_unsummed,
    input  wire logic        s_header_good,    // checksum_rx's
    input  wire logic        s_l4_good,
    output logic             m_valid,
    output logic      [7:0]  m_reason,         // DropReasonNone: it goes on
    output logic      [15:0] m_length,
    output logic      [7:0]  m_flags,          // RxFlag, as the fields of SlowRxDescriptor
    output logic      [15:0] m_vlan_tag,
    output logic      [7:0]  m_l3_offset,
    output logic      [7:0]  m_l4_offset,
    output logic      [7:0]  m_protocol
);
  localparam int unsigned EthernetHeader = 14;

  // --- s1: what is wrong, and what is right
  logic        s1_valid_q, s1_disabled_q, s1_mac_error_q, s1_runt_q, s1_too_long_q, s1_filtered_q, s1_promiscuous_q;
  logic        s1_ipv4_q, s1_bad_header_q, s1_bad_sum_q, s1_bad_tcp_q, s1_bad_udp_q, s1_bad_icmp_q, s1_bad_igmp_q;
  logic        s1_tagged_q, s1_snap_q, s1_fragment_q, s1_l4_present_q, s1_summed_q;
  logic [15:0] s1_length_q, s1_vlan_tag_q;
  logic [3:0]  s1_l4_index_q;
  logic [7:0]  s1_protocol_q;
  logic        whole;  // a datagram whose transport header and data are all here
  assign whole = s_ipv4 && !s_fragment;
  always_ff @(posedge clk) begin
    s1_valid_q <= s_valid && !rst;
    if (s_valid) begin
      s1_disabled_q    <= !s_enabled;
      s1_mac_error_q   <= s_mac_error;
      s1_runt_q        <= s_length < 16'(EthernetHeader);
      s1_too_long_q    <= s_length > 16'(flue_contract_pkg::MaxFrame);
      s1_filtered_q    <= !s_pass;
      s1_promiscuous_q <= s_promiscuous;
      s1_ipv4_q        <= s_ipv4;
      s1_bad_header_q  <= s_ipv4 && !(s_header_ok && s_frame_end <= {1'b0, s_length});
      s1_bad_sum_q     <= s_ipv4 && !s_header_good;
      s1_bad_tcp_q     <= whole && s_tcp && !s_l4_good;
      s1_bad_udp_q     <= whole && s_udp && !(s_udp_length_ok && (s_udp_unsummed || s_l4_good));
      s1_bad_icmp_q    <= whole && s_icmp && !s_l4_good;
      s1_bad_igmp_q    <= whole && s_igmp && !s_l4_good;
      s1_summed_q      <= whole && s_l4_good && (s_tcp || s_icmp || s_igmp || (s_udp && !s_udp_unsummed && s_udp_length_ok));
      s1_tagged_q      <= s_tagged;
      s1_snap_q        <= s_snap;
      s1_fragment_q    <= s_fragment;
      s1_l4_present_q  <= s_l4_present;
      s1_length_q      <= s_length;
      s1_vlan_tag_q    <= s_vlan_tag;
      s1_l4_index_q    <= s_l4_index;
      s1_protocol_q    <= s_protocol;
    end
  end

  // --- s2: the first reason
  logic       good_ipv4;
  logic [7:0] reason_d;
  assign good_ipv4 = s1_ipv4_q && !s1_bad_header_q && !s1_bad_sum_q;
  always_comb begin
    reason_d = flue_contract_pkg::DropReasonNone;
    if (s1_disabled_q) reason_d = flue_contract_pkg::DropReasonDisabled;
    else if (s1_mac_error_q) reason_d = flue_contract_pkg::DropReasonMacError;
    else if (s1_runt_q) reason_d = flue_contract_pkg::DropReasonRunt;
    else if (s1_too_long_q) reason_d = flue_contract_pkg::DropReasonTooLong;
    else if (s1_filtered_q) reason_d = flue_contract_pkg::DropReasonFiltered;
    else if (s1_promiscuous_q) reason_d = flue_contract_pkg::DropReasonNone;
    else if (s1_bad_header_q) reason_d = flue_contract_pkg::DropReasonBadIpv4Header;
    else if (s1_bad_sum_q) reason_d = flue_contract_pkg::DropReasonBadIpv4Sum;
    else if (s1_bad_tcp_q) reason_d = flue_contract_pkg::DropReasonBadTcpSum;
    else if (s1_bad_udp_q) reason_d = flue_contract_pkg::DropReasonBadUdpSum;
    else if (s1_bad_icmp_q) reason_d = flue_contract_pkg::DropReasonBadIcmpSum;
    else if (s1_bad_igmp_q) reason_d = flue_contract_pkg::DropReasonBadIgmpSum;
  end

  always_ff @(posedge clk) begin
    m_valid <= s1_valid_q && !rst;
    if (s1_valid_q) begin
      m_reason    <= reason_d;
      m_length    <= s1_length_q;
      m_vlan_tag  <= s1_tagged_q ? s1_vlan_tag_q : '0;
      m_l3_offset <= 8'(EthernetHeader) + (s1_tagged_q ? 8'd4 : 8'd0) + (s1_snap_q ? 8'd8 : 8'd0);
      m_l4_offset <= good_ipv4 && s1_l4_present_q ? 8'd34 + {2'd0, s1_l4_index_q, 2'd0} : '0;
      m_protocol  <= good_ipv4 ? s1_protocol_q : '0;
      m_flags     <= '0;
      m_flags[flue_contract_pkg::RxFlagIpv4]     <= good_ipv4;
      m_flags[flue_contract_pkg::RxFlagL4Sum]    <= good_ipv4 && s1_summed_q;
      m_flags[flue_contract_pkg::RxFlagFragment] <= good_ipv4 && s1_fragment_q;
      m_flags[flue_contract_pkg::RxFlagVlan]     <= s1_tagged_q;
      m_flags[flue_contract_pkg::RxFlagSnap]     <= s1_snap_q;
    end
  end
endmodule

`default_nettype wire
