// rx_path: frames from the MAC to the host. Filters by address (LINK-08, LINK-09), verifies IPv4, TCP, UDP, ICMP and
// IGMP checksums (IP-24, TCP-SETUP-02, LINK-20, ICMP-11), describes what goes on, counts what does not.
// Never stalls the MAC: 1 beat per cycle in, frames of one beat back to back. Latency 24 cycles from a frame's last beat
// to its metadata, 26 to its first beat if the metadata is accepted at once; then 1 beat per cycle.
// Drops: every frame is either given out or reported once in stat_drop_*; stat_frame_* reports all of them.
//
// Stages of one cycle, s<n> names what is in stage n: 1 ingress; 1-3 filter, link header, length; 3-8 ipv4_rx;
// 8-17 checksum_rx; 17-19 verdict; 19- buffer. No stage waits for another.
`default_nettype none
`include "flue_assert.svh"

module rx_path #(
    parameter int unsigned BufferBeats = 16384  // 1 MiB
) (
    input  wire logic         clk,
    input  wire logic         rst,
    input  wire logic [511:0] s_mac_tdata,
    input  wire logic [63:0]  s_mac_tkeep,
    input  wire logic         s_mac_tvalid,
    input  wire logic         s_mac_tlast,
    input  wire logic         s_mac_tuser,       // with tlast: bad frame
    input  wire logic         cfg_rx_enable,
    input  wire logic         cfg_promiscuous,
    input  wire logic         cfg_all_multicast,
    input  wire logic [47:0]  cfg_mac,           // first byte on the wire in bits 7:0
    input  wire logic [15:0]  cfg_mcast_valid,
    input  wire logic [767:0] cfg_mcast,
    input  wire logic [47:0]  now_us,
    output logic              m_meta_tvalid,
    input  wire logic         m_meta_tready,
    output flue_pkg::rx_meta_t m_meta_tdata,
    output logic              m_frame_tvalid,
    input  wire logic         m_frame_tready,
    output logic      [511:0] m_frame_tdata,
    output logic      [63:0]  m_frame_tkeep,
    output logic              m_frame_tlast,
    output logic              stat_frame_valid,
    output logic      [15:0]  stat_frame_bytes,  // at most 65,472 is counted of a frame
    output logic              stat_drop_valid,
    output logic      [7:0]   stat_drop_reason,
    output logic              stat_idle          // nothing in any stage, no frame begun
);

  // --- s1: ingress
  logic         s1_valid_q, s1_first_q, s1_last_q, s1_error_q, s1_enabled_q, s1_promiscuous_q, in_frame;
  logic [9:0]   s1_beat_q;
  logic [63:0]  s1_keep_q;
  logic [511:0] s1_data_q;
  logic [47:0]  s1_now_q;
  rx_ingress u_ingress (
      .clk(clk), .rst(rst), .cfg_rx_enable(cfg_rx_enable), .cfg_promiscuous(cfg_promiscuous),
      .s_mac_tdata(s_mac_tdata), .s_mac_tkeep(s_mac_tkeep), .s_mac_tvalid(s_mac_tvalid), .s_mac_tlast(s_mac_tlast),
      .s_mac_tuser(s_mac_tuser), .m_valid(s1_valid_q), .m_first(s1_first_q), .m_last(s1_last_q), .m_error(s1_error_q),
      .m_enabled(s1_enabled_q), .m_promiscuous(s1_promiscuous_q), .m_beat(s1_beat_q), .m_keep(s1_keep_q),
      .m_data(s1_data_q), .stat_in_frame(in_frame)
  );
  always_ff @(posedge clk) if (s_mac_tvalid && s_mac_tlast) s1_now_q <= now_us;

  // --- Where beats are
  logic [19:2] pipe_q;
  logic [19:1] pipe;  // bit n: a beat is in stage n
  assign pipe = {pipe_q, s1_valid_q};
  always_ff @(posedge clk) begin
    if (rst) pipe_q <= '0;
    else pipe_q <= pipe[18:1];
  end

  // --- s1 to s3: address, link header, length
  logic        s3_pass_q, s3_tagged_q, s3_snap_q, s3_ipv4_q;
  logic [15:0] s3_vlan_tag_q;
  logic [10:0] s3_snap_length_q;
  logic [5:0]  s3_last_byte_q;
  mac_filter u_filter (
      .clk(clk), .rst(rst), .cfg_promiscuous(cfg_promiscuous), .cfg_all_multicast(cfg_all_multicast), .cfg_mac(cfg_mac),
      .cfg_mcast_valid(cfg_mcast_valid), .cfg_mcast(cfg_mcast), .s_valid(s1_valid_q && s1_first_q),
      .s_destination(s1_data_q[47:0]), .m_pass(s3_pass_q)
  );
  eth_rx u_eth (
      .clk(clk), .rst(rst), .s_valid(s1_valid_q && s1_first_q), .s_data(s1_data_q), .s_keep(s1_keep_q), .m_tagged(s3_tagged_q),
      .m_snap(s3_snap_q), .m_ipv4(s3_ipv4_q), .m_vlan_tag(s3_vlan_tag_q), .m_snap_length(s3_snap_length_q)
  );
  last_byte u_last_byte (.clk(clk), .rst(rst), .s_valid(s1_valid_q), .s_keep(s1_keep_q), .m_last_byte(s3_last_byte_q));

  logic         s2_first_q, s2_last_q, s2_error_q, s2_enabled_q, s2_promiscuous_q;
  logic         s3_first_q, s3_last_q, s3_error_q, s3_enabled_q, s3_promiscuous_q, s3_second_q;
  logic [9:0]   s2_beat_q, s3_beat_q;
  logic [511:0] s2_data_q, s3_data_q;
  logic [47:0]  s2_now_q, s3_now_q;
  always_ff @(posedge clk) begin
    if (pipe[1]) begin
      s2_first_q       <= s1_first_q;
      s2_last_q        <= s1_last_q;
      s2_error_q       <= s1_error_q;
      s2_enabled_q     <= s1_enabled_q;
      s2_promiscuous_q <= s1_promiscuous_q;
      s2_beat_q        <= s1_beat_q;
      s2_data_q        <= s1_data_q;
      s2_now_q         <= s1_now_q;
    end
    if (pipe[2]) begin
      s3_first_q       <= s2_first_q;
      s3_second_q      <= s2_beat_q == 10'd1;
      s3_last_q        <= s2_last_q;
      s3_error_q       <= s2_error_q;
      s3_enabled_q     <= s2_enabled_q;
      s3_promiscuous_q <= s2_promiscuous_q;
      s3_beat_q        <= s2_beat_q;
      s3_data_q        <= s2_data_q;
      s3_now_q         <= s2_now_q;
    end
  end

  // --- s4: what is known of the frame by its last beat; it waits for the verdict
  localparam int unsigned FrameInfoW = 3 + 16 + 4 + 16 + 48;
  logic                  s4_last_q, s17_frame_valid;
  logic [FrameInfoW-1:0] s4_frame_q, s17_frame;
  always_ff @(posedge clk) begin
    if (rst) s4_last_q <= 1'b0;
    else s4_last_q <= pipe[3] && s3_last_q;
    if (pipe[3] && s3_last_q) begin
      s4_frame_q <= {s3_enabled_q, s3_promiscuous_q, s3_error_q, {s3_beat_q, s3_last_byte_q} + 16'd1,
                     s3_pass_q, s3_tagged_q, s3_snap_q, s3_ipv4_q, s3_vlan_tag_q, s3_now_q};
    end
  end
  beat_delay #(.W(FrameInfoW), .Cycles(13)) u_frame_delay (
      .clk(clk), .rst(rst), .s_valid(s4_last_q), .s_data(s4_frame_q), .m_valid(s17_frame_valid), .m_data(s17_frame)
  );

  // --- s3 to s8: the IPv4 header
  logic [1:0]  s8_select_q;
  logic [3:0]  s8_l4_index_q;
  logic        s8_header_ok_q, s8_tcp_q, s8_udp_q, s8_icmp_q, s8_igmp_q, s8_fragment_q, s8_l4_present_q;
  logic        s8_udp_length_ok_q, s8_udp_unsummed_q;
  logic [16:0] s8_frame_end_q, s8_sum_end_q;
  logic [15:0] s8_sum_length_q;
  logic [7:0]  s8_protocol_q;
  ipv4_rx u_ipv4 (
      .clk(clk), .rst(rst), .s_valid(pipe[3]), .s_first(s3_first_q), .s_second(s3_second_q), .s_data(s3_data_q),
      .s_select({s3_snap_q, s3_tagged_q}), .s_snap_length(s3_snap_length_q), .m_select(s8_select_q),
      .m_l4_index(s8_l4_index_q), .m_header_ok(s8_header_ok_q), .m_frame_end(s8_frame_end_q),
      .m_protocol(s8_protocol_q), .m_tcp(s8_tcp_q), .m_udp(s8_udp_q), .m_icmp(s8_icmp_q), .m_igmp(s8_igmp_q),
      .m_fragment(s8_fragment_q), .m_l4_present(s8_l4_present_q), .m_sum_end(s8_sum_end_q),
      .m_sum_length(s8_sum_length_q), .m_udp_length_ok(s8_udp_length_ok_q), .m_udp_unsummed(s8_udp_unsummed_q)
  );

  localparam int unsigned BeatW = 2 + 10 + 6 + 512;
  logic         s8_valid, s8_first_q, s8_last_q;
  logic [9:0]   s8_beat_q;
  logic [5:0]   s8_last_byte_q;
  logic [511:0] s8_data_q;
  beat_delay #(.W(BeatW), .Cycles(5)) u_parse_delay (
      .clk(clk), .rst(rst), .s_valid(pipe[3]),
      .s_data({s3_first_q, s3_last_q, s3_beat_q, s3_last_byte_q, s3_data_q}), .m_valid(s8_valid),
      .m_data({s8_first_q, s8_last_q, s8_beat_q, s8_last_byte_q, s8_data_q})
  );

  localparam int unsigned Ipv4InfoW = 4 + 1 + 17 + 8 + 8;
  logic                 s17_ipv4_valid;
  logic [Ipv4InfoW-1:0] s17_ipv4;
  beat_delay #(.W(Ipv4InfoW), .Cycles(9)) u_ipv4_delay (
      .clk(clk), .rst(rst), .s_valid(s8_valid && s8_last_q),
      .s_data({s8_l4_index_q, s8_header_ok_q, s8_frame_end_q, s8_protocol_q, s8_tcp_q, s8_udp_q, s8_icmp_q, s8_igmp_q,
               s8_fragment_q, s8_l4_present_q, s8_udp_length_ok_q, s8_udp_unsummed_q}),
      .m_valid(s17_ipv4_valid), .m_data(s17_ipv4)
  );

  // --- s8 to s17: checksums
  logic s17_valid, s17_header_good, s17_l4_good;
  checksum_rx u_checksum (
      .clk(clk), .rst(rst), .s_valid(s8_valid), .s_first(s8_first_q), .s_last(s8_last_q), .s_beat(s8_beat_q),
      .s_data(s8_data_q), .s_select(s8_select_q), .s_l4_index(s8_l4_index_q), .s_pseudo(s8_tcp_q || s8_udp_q),
      .s_protocol(s8_protocol_q), .s_sum_end(s8_sum_end_q), .s_sum_length(s8_sum_length_q), .m_valid(s17_valid),
      .m_header_good(s17_header_good), .m_l4_good(s17_l4_good)
  );

  // --- s17 to s19: verdict
  logic        s17_enabled, s17_promiscuous, s17_error, s17_pass, s17_tagged, s17_snap, s17_is_ipv4;
  logic [15:0] s17_length, s17_vlan_tag;
  logic [47:0] s17_now;
  assign {s17_enabled, s17_promiscuous, s17_error, s17_length, s17_pass, s17_tagged, s17_snap, s17_is_ipv4,
          s17_vlan_tag, s17_now} = s17_frame;
  logic [3:0]  s17_l4_index;
  logic        s17_header_ok, s17_tcp, s17_udp, s17_icmp, s17_igmp, s17_fragment, s17_l4_present, s17_udp_length_ok;
  logic        s17_udp_unsummed;
  logic [16:0] s17_frame_end;
  logic [7:0]  s17_protocol;
  assign {s17_l4_index, s17_header_ok, s17_frame_end, s17_protocol, s17_tcp, s17_udp, s17_icmp, s17_igmp,
          s17_fragment, s17_l4_present, s17_udp_length_ok, s17_udp_unsummed} = s17_ipv4;

  logic        s19_frame_done;
  logic [7:0]  s19_reason, s19_flags, s19_l3_offset, s19_l4_offset, s19_protocol;
  logic [15:0] s19_length, s19_vlan_tag;
  rx_verdict u_verdict (
      .clk(clk), .rst(rst), .s_valid(s17_valid), .s_enabled(s17_enabled), .s_promiscuous(s17_promiscuous),
      .s_mac_error(s17_error), .s_length(s17_length), .s_pass(s17_pass), .s_tagged(s17_tagged), .s_snap(s17_snap),
      .s_ipv4(s17_is_ipv4), .s_vlan_tag(s17_vlan_tag), .s_l4_index(s17_l4_index), .s_header_ok(s17_header_ok),
      .s_frame_end(s17_frame_end), .s_protocol(s17_protocol), .s_tcp(s17_tcp), .s_udp(s17_udp), .s_icmp(s17_icmp),
      .s_igmp(s17_igmp), .s_fragment(s17_fragment), .s_l4_present(s17_l4_present),
      .s_udp_length_ok(s17_udp_length_ok), .s_udp_unsummed(s17_udp_unsummed), .s_header_good(s17_header_good),
      .s_l4_good(s17_l4_good), .m_valid(s19_frame_done), .m_reason(s19_reason), .m_length(s19_length),
      .m_flags(s19_flags), .m_vlan_tag(s19_vlan_tag), .m_l3_offset(s19_l3_offset), .m_l4_offset(s19_l4_offset),
      .m_protocol(s19_protocol)
  );
  assign stat_frame_valid = s19_frame_done;
  assign stat_frame_bytes = s19_length;

  logic [47:0] s18_now_q, s19_now_q;
  always_ff @(posedge clk) begin
    if (s17_valid) s18_now_q <= s17_now;
    if (pipe[18]) s19_now_q <= s18_now_q;
  end

  // --- s19: buffer
  logic         s19_valid, s19_last;
  logic [5:0]   s19_last_byte;
  logic [511:0] s19_data;
  beat_delay #(.W(1 + 6 + 512), .Cycles(11)) u_sum_delay (
      .clk(clk), .rst(rst), .s_valid(s8_valid), .s_data({s8_last_q, s8_last_byte_q, s8_data_q}), .m_valid(s19_valid),
      .m_data({s19_last, s19_last_byte, s19_data})
  );

  flue_pkg::rx_meta_t s19_meta;
  always_comb begin
    s19_meta              = '0;
    s19_meta.length       = s19_length;
    s19_meta.flags        = s19_flags;
    s19_meta.vlan_tag     = s19_vlan_tag;
    s19_meta.l3_offset    = s19_l3_offset;
    s19_meta.l4_offset    = s19_l4_offset;
    s19_meta.protocol     = s19_protocol;
    s19_meta.timestamp_us = s19_now_q;
  end

  logic buffer_idle;
  rx_buffer #(.BufferBeats(BufferBeats)) u_buffer (
      .clk(clk), .rst(rst), .s_valid(s19_valid), .s_last(s19_last), .s_last_byte(s19_last_byte), .s_data(s19_data),
      .s_reason(s19_reason), .s_meta(s19_meta), .m_meta_tvalid(m_meta_tvalid), .m_meta_tready(m_meta_tready),
      .m_meta_tdata(m_meta_tdata), .m_frame_tvalid(m_frame_tvalid), .m_frame_tready(m_frame_tready),
      .m_frame_tdata(m_frame_tdata), .m_frame_tkeep(m_frame_tkeep), .m_frame_tlast(m_frame_tlast),
      .stat_drop_valid(stat_drop_valid), .stat_drop_reason(stat_drop_reason), .stat_idle(buffer_idle)
  );
  assign stat_idle = !in_frame && pipe == '0 && buffer_idle;

  // Everything about a frame arrives in the cycle where it is needed.
  `ASSERT(parse_meets_beat, s8_valid == pipe[8])
  `ASSERT(frame_meets_checksum, s17_frame_valid == s17_valid && s17_ipv4_valid == s17_valid)
  `ASSERT(beat_meets_pipe, s19_valid == pipe[19])
  `ASSERT(verdict_meets_beat, s19_frame_done == (s19_valid && s19_last))

  logic unused_valid;
  assign unused_valid = &{1'b0, s17_frame_valid, s17_ipv4_valid};
endmodule

`default_nettype wire
