// tx_builder: makes frames of headers and payloads: fills in the checksums that the flags ask for (IP-24, TCP-SETUP-02,
// LINK-20), inserts an 802.1Q tag, joins both parts, and fills up with zeros to 60 bytes (IEEE 802.3 minimum without
// FCS). Who sends does not matter: slow_tx frames, LSO segments, or offloaded flows.
//
// s_head: one header per frame (bytes behind header_length zero) with its tx_head_t; s_payload: in the same order one
// packet per frame that has a payload, exactly payload_length bytes. A header is taken before its payload.
//
//   s_head ----> header queue ------------------> insert -> frame queue -> merge -> m_mac
//          \---> header sums -> checksums --------/                        /
//   s_payload -> payload sums -/  payload buffer -------------------------/
//
// Latency, from the last byte in to the first beat out: 21 cycles with payload, 19 without. 1 beat per cycle, 1 frame
// per cycle, no gap within a frame. At most Frames frames inside; stalls, never loses.
`default_nettype none
`include "flue_assert.svh"

module tx_builder #(
    parameter int unsigned PayloadBeats = 512,
    parameter int unsigned Frames       = 16
) (
    input  wire logic                            clk,
    input  wire logic                            rst,
    input  wire logic                            s_head_tvalid,
    output logic                                 s_head_tready,
    input  wire logic [1023:0]                   s_head_tdata,
    input  wire logic [flue_pkg::TxHeadBits-1:0] s_head_tuser,
    input  wire logic [511:0]                    s_payload_tdata,
    input  wire logic [63:0]                     s_payload_tkeep,
    input  wire logic                            s_payload_tvalid,
    output logic                                 s_payload_tready,
    input  wire logic                            s_payload_tlast,
    output logic      [511:0]                    m_mac_tdata,
    output logic      [63:0]                     m_mac_tkeep,
    output logic                                 m_mac_tvalid,
    input  wire logic                            m_mac_tready,
    output logic                                 m_mac_tlast,
    output logic                                 stat_frame_valid,
    output logic      [15:0]                     stat_frame_bytes,
    output logic                                 stat_idle
);
  localparam int unsigned Words  = 64;  // 16-bit words of a header
  localparam int unsigned UsedW  = $clog2(Frames) + 1;
  localparam int unsigned MinFrame = 60;
  if ((Frames & (Frames - 1)) != 0) $error("Frames must be a power of two");

  // --- A header comes in only when every queue on its way has a place for it
  logic [UsedW-1:0] used_q;  // frames inside; the top bit says full
  logic             head_take, frame_valid, frame_take;
  flue_pkg::tx_head_t head;
  assign head          = s_head_tuser;
  assign s_head_tready = !used_q[UsedW-1];
  assign head_take     = s_head_tvalid && s_head_tready;
  always_ff @(posedge clk) begin
    if (rst) used_q <= '0;
    else if (head_take != frame_take) used_q <= head_take ? used_q + 1'b1 : used_q - 1'b1;
  end

  logic [1023:0]                   g_header;
  logic [flue_pkg::TxHeadBits-1:0] g_head_bits;
  logic                            g_valid, header_ready, header_there;
  logic [UsedW-1:0]                unused_headers;
  sync_fifo #(.W(1024 + flue_pkg::TxHeadBits), .Depth(Frames)) u_headers (
      .clk(clk), .rst(rst), .s_tvalid(head_take), .s_tready(header_ready), .s_tdata({s_head_tuser, s_head_tdata}),
      .m_tvalid(header_there), .m_tready(g_valid), .m_tdata({g_head_bits, g_header}), .count(unused_headers)
  );

  // --- What the checksums need of the header
  logic        sums_valid;
  logic [16:0] ipv4_sum, l4_sum;
  tx_header_sum u_header_sum (
      .clk(clk), .rst(rst), .s_valid(head_take), .s_header(s_head_tdata), .s_head(s_head_tuser),
      .m_valid(sums_valid), .m_ipv4_sum(ipv4_sum), .m_l4_sum(l4_sum)
  );

  logic        p1_valid_q, p1_udp_q, p1_payload_q, p1_odd_q;
  logic [16:0] p1_pseudo_q;  // protocol and length
  logic [16:0] protocol;
  assign protocol = head.flags[flue_contract_pkg::TxFlagTcpSum] ? 17'd6 : 17'd17;
  always_ff @(posedge clk) begin
    if (rst) p1_valid_q <= 1'b0;
    else p1_valid_q <= head_take;
  end
  always_ff @(posedge clk) begin
    if (head_take) begin
      p1_udp_q     <= head.flags[flue_contract_pkg::TxFlagUdpSum];
      p1_payload_q <= head.payload_length != 16'd0;
      p1_odd_q     <= head.header_length[0] ^ head.l4_offset[0];
      p1_pseudo_q  <= head.flags[flue_contract_pkg::TxFlagIcmpSum] ? 17'd0 :
                      17'(head.header_length) - 17'(head.l4_offset) + 17'(head.payload_length) + protocol;
    end
  end

  logic        known_there, sums_there, facts_take, sums_ready, known_ready;
  logic [33:0] sums;
  logic [19:0] known;
  logic [UsedW-1:0] unused_sums, unused_known;
  sync_fifo #(.W(34), .Depth(Frames)) u_sums (
      .clk(clk), .rst(rst), .s_tvalid(sums_valid), .s_tready(sums_ready), .s_tdata({l4_sum, ipv4_sum}),
      .m_tvalid(sums_there), .m_tready(facts_take), .m_tdata(sums), .count(unused_sums)
  );
  sync_fifo #(.W(20), .Depth(Frames)) u_known (
      .clk(clk), .rst(rst), .s_tvalid(p1_valid_q), .s_tready(known_ready),
      .s_tdata({p1_odd_q, p1_payload_q, p1_udp_q, p1_pseudo_q}),
      .m_tvalid(known_there), .m_tready(facts_take), .m_tdata(known), .count(unused_known)
  );

  // --- Payloads, and the checksums when all is known
  logic         beat_valid, beat_ready, payload_sum_valid, payload_sum_ready, payload_idle;
  logic [511:0] beat;
  logic [15:0]  payload_sum, g_ipv4_checksum, g_l4_checksum;
  tx_payload_buffer #(.Beats(PayloadBeats)) u_payload (
      .clk(clk), .rst(rst), .s_payload_tdata(s_payload_tdata), .s_payload_tkeep(s_payload_tkeep),
      .s_payload_tvalid(s_payload_tvalid), .s_payload_tready(s_payload_tready), .s_payload_tlast(s_payload_tlast),
      .m_payload_tvalid(beat_valid), .m_payload_tready(beat_ready), .m_payload_tdata(beat),
      .m_sum_tvalid(payload_sum_valid), .m_sum_tready(payload_sum_ready), .m_sum_tdata(payload_sum),
      .stat_idle(payload_idle)
  );
  tx_checksum u_checksum (
      .clk(clk), .rst(rst), .s_header_tvalid(sums_there), .s_header_tready(facts_take),
      .s_header_ipv4_sum(sums[16:0]), .s_header_l4_sum(sums[33:17]), .s_header_pseudo(known[16:0]),
      .s_header_udp(known[17]), .s_header_payload(known[18]), .s_header_odd(known[19]),
      .s_sum_tvalid(payload_sum_valid), .s_sum_tready(payload_sum_ready), .s_sum_tdata(payload_sum),
      .m_valid(g_valid), .m_ipv4_checksum(g_ipv4_checksum), .m_l4_checksum(g_l4_checksum)
  );

  // --- Stage 1: where the checksums go (one bit per word), and the frame's lengths
  flue_pkg::tx_head_t g_head;
  assign g_head = g_head_bits;
  logic [Words-1:0] g_is_ipv4, g_is_l4;
  logic             g_vlan;
  assign g_vlan = g_head.flags[flue_contract_pkg::TxFlagVlan];
  for (genvar i = 0; i < Words; i++) begin : gen_place
    assign g_is_ipv4[i] = i >= 5 && g_head.flags[flue_contract_pkg::TxFlagIpv4Sum]
                          && g_head.l3_offset[7:1] == 7'(i - 5);
    assign g_is_l4[i] =
        (i >= 8 && g_head.flags[flue_contract_pkg::TxFlagTcpSum] && g_head.l4_offset[7:1] == 7'(i - 8))
        || (i >= 3 && g_head.flags[flue_contract_pkg::TxFlagUdpSum] && g_head.l4_offset[7:1] == 7'(i - 3))
        || (i >= 1 && g_head.flags[flue_contract_pkg::TxFlagIcmpSum] && g_head.l4_offset[7:1] == 7'(i - 1));
  end

  logic             s1_valid_q, s1_vlan_q;
  logic [1023:0]    s1_header_q;
  logic [Words-1:0] s1_is_ipv4_q, s1_is_l4_q;
  logic [15:0]      s1_ipv4_checksum_q, s1_l4_checksum_q, s1_vlan_tag_q;
  logic [13:0]      s1_length_q;  // of the frame
  logic [7:0]       s1_header_length_q, s1_payload_beats_q, s1_last_beat_q;
  logic [13:0]      g_last_byte;
  assign g_last_byte = 14'(g_head.header_length) + 14'(g_head.payload_length) + (g_vlan ? 14'd3 : -14'd1);
  always_ff @(posedge clk) begin
    if (g_valid) begin
      s1_header_q        <= g_header;
      s1_is_ipv4_q       <= g_is_ipv4;
      s1_is_l4_q         <= g_is_l4;
      s1_ipv4_checksum_q <= g_ipv4_checksum;
      s1_l4_checksum_q   <= g_l4_checksum;
      s1_vlan_q          <= g_vlan;
      s1_vlan_tag_q      <= g_head.vlan_tag;
      s1_header_length_q <= g_head.header_length + (g_vlan ? 8'd4 : 8'd0);
      s1_length_q        <= 14'(g_head.header_length) + 14'(g_head.payload_length) + (g_vlan ? 14'd4 : 14'd0);
      s1_last_beat_q     <= g_last_byte[13:6];
      s1_payload_beats_q <= g_head.payload_length[13:6] + 8'(g_head.payload_length[5:0] != 6'd0);
    end
  end

  // --- Stage 2: the finished header and the shape of the frame
  logic [1023:0] s1_summed;
  logic          s1_short;
  for (genvar i = 0; i < Words; i++) begin : gen_insert
    assign s1_summed[16*i+:16] = s1_is_ipv4_q[i] ? {s1_ipv4_checksum_q[7:0], s1_ipv4_checksum_q[15:8]} :
                                 s1_is_l4_q[i] ? {s1_l4_checksum_q[7:0], s1_l4_checksum_q[15:8]} :
                                 s1_header_q[16*i+:16];
  end
  assign s1_short = s1_length_q < 14'(MinFrame);

  logic          s2_valid_q;
  logic [1055:0] s2_header_q;
  logic [7:0]    s2_header_length_q, s2_payload_end_q, s2_last_beat_q;
  logic [5:0]    s2_last_bytes_q;
  logic [13:0]   s2_length_q;
  always_ff @(posedge clk) begin
    if (rst) begin
      s1_valid_q <= 1'b0;
      s2_valid_q <= 1'b0;
    end else begin
      s1_valid_q <= g_valid;
      s2_valid_q <= s1_valid_q;
    end
  end
  always_ff @(posedge clk) begin
    if (s1_valid_q) begin
      // The tag goes behind the two addresses, 12 bytes.
      s2_header_q        <= s1_vlan_q ? {s1_summed[1023:96], s1_vlan_tag_q[7:0], s1_vlan_tag_q[15:8], 16'h0081,
                                         s1_summed[95:0]} :
                                        {32'd0, s1_summed};
      s2_header_length_q <= s1_header_length_q;
      s2_payload_end_q   <= 8'(s1_header_length_q[7:6]) + s1_payload_beats_q;
      s2_last_beat_q     <= s1_last_beat_q;
      s2_last_bytes_q    <= s1_short ? 6'(MinFrame) : s1_length_q[5:0];
      s2_length_q        <= s1_short ? 14'(MinFrame) : s1_length_q;
    end
  end

  // --- Frames whose payload is complete
  localparam int unsigned FrameW = 1056 + 8 + 8 + 8 + 6 + 14;
  logic [FrameW-1:0] frame;
  logic              frame_ready;
  logic [UsedW-1:0]  unused_frames;
  sync_fifo #(.W(FrameW), .Depth(Frames)) u_frames (
      .clk(clk), .rst(rst), .s_tvalid(s2_valid_q), .s_tready(frame_ready),
      .s_tdata({s2_length_q, s2_last_bytes_q, s2_last_beat_q, s2_payload_end_q, s2_header_length_q, s2_header_q}),
      .m_tvalid(frame_valid), .m_tready(frame_take), .m_tdata(frame), .count(unused_frames)
  );

  logic merge_idle, merge_ready;
  tx_merge u_merge (
      .clk(clk), .rst(rst), .s_frame_tvalid(frame_valid), .s_frame_tready(merge_ready),
      .s_frame_header(frame[1055:0]), .s_frame_header_length(frame[1063:1056]), .s_frame_payload_end(frame[1071:1064]),
      .s_frame_last_beat(frame[1079:1072]), .s_frame_last_bytes(frame[1085:1080]),
      .s_payload_tvalid(beat_valid), .s_payload_tready(beat_ready), .s_payload_tdata(beat),
      .m_mac_tdata(m_mac_tdata), .m_mac_tkeep(m_mac_tkeep), .m_mac_tvalid(m_mac_tvalid), .m_mac_tready(m_mac_tready),
      .m_mac_tlast(m_mac_tlast), .stat_idle(merge_idle)
  );
  assign frame_take = frame_valid && merge_ready;

  logic unused_bits;
  assign unused_bits = &{1'b0, head.vlan_tag, head.l3_offset, g_last_byte[5:0]};

  // --- Counters and rest
  always_ff @(posedge clk) begin
    if (rst) stat_frame_valid <= 1'b0;
    else stat_frame_valid <= frame_take;
  end
  always_ff @(posedge clk) if (frame_take) stat_frame_bytes <= 16'(frame[1099:1086]);
  assign stat_idle = used_q == '0 && payload_idle && merge_idle && !stat_frame_valid;

  // Queues behind the entrance always have a place, and what belongs together is together.
  `ASSERT(queues_take, (!head_take || header_ready) && (!sums_valid || sums_ready) && (!p1_valid_q || known_ready)
                       && (!s2_valid_q || frame_ready))
  `ASSERT(known_with_sums, !sums_there || known_there)
  `ASSERT(header_with_sums, !g_valid || header_there)
  `ASSERT(frame_fits, !(head_take && 17'(head.header_length) + 17'(head.payload_length)
                        > 17'(flue_contract_pkg::MaxFrame)))
endmodule

`default_nettype wire
