// tx_merge: puts a frame's payload directly behind its header, whatever the header's length.
//
//   beat   0 .. F-1    F                         F+1 ..
//          header      header's rest | payload   payload, turned by the length of the header's rest
//
// Latency 5 cycles; 1 beat per cycle, no cycle lost between frames, none within a frame unless the MAC
// stalls (an underrun would cost the frame). Stalls, never loses. Payload beats must be there when their frame is.
`default_nettype none
`include "flue_assert.svh"

module tx_merge (
    input  wire logic          clk,
    input  wire logic          rst,
    input  wire logic          s_frame_tvalid,
    output logic               s_frame_tready,
    input  wire logic [1055:0] s_frame_header,        // bytes behind its length are zero
    input  wire logic [7:0]    s_frame_header_length, // 14..132
    input  wire logic [7:0]    s_frame_payload_end,   // beat of the frame behind the last that takes a beat of payload
    input  wire logic [7:0]    s_frame_last_beat,     // number of the last beat
    input  wire logic [5:0]    s_frame_last_bytes,    // bytes in it, 0: 64
    input  wire logic          s_payload_tvalid,
    output logic               s_payload_tready,
    input  wire logic [511:0]  s_payload_tdata,       // bytes behind the payload are zero
    output logic      [511:0]  m_mac_tdata,
    output logic      [63:0]   m_mac_tkeep,
    output logic               m_mac_tvalid,
    input  wire logic          m_mac_tready,
    output logic               m_mac_tlast,
    output logic               stat_idle
);
  localparam int unsigned OutBeats = 16;
  localparam int unsigned UsedW    = $clog2(OutBeats) + 1;

  // --- Which beat leaves now; only as many as the output queue has places for, so nothing behind this stalls
  logic [7:0]       beat_q;
  logic [UsedW-1:0] used_q;  // places taken or promised; the top bit says full
  logic [7:0]       header_beats;
  logic             room, wants_payload, is_header, joins, last, go, out_take;
  assign header_beats     = {6'd0, s_frame_header_length[7:6]};
  assign room             = !used_q[UsedW-1];
  assign is_header        = beat_q < header_beats;
  assign joins            = beat_q == header_beats;
  assign wants_payload    = !is_header && beat_q < s_frame_payload_end;
  assign last             = beat_q == s_frame_last_beat;
  assign go               = s_frame_tvalid && room && (!wants_payload || s_payload_tvalid);
  assign s_payload_tready = s_frame_tvalid && room && wants_payload;
  assign s_frame_tready   = go && last;
  assign out_take         = m_mac_tvalid && m_mac_tready;

  logic s1_valid_q, s2_valid_q, s3_valid_q, s4_valid_q;
  always_ff @(posedge clk) begin
    if (rst) begin
      beat_q     <= '0;
      used_q     <= '0;
      s1_valid_q <= 1'b0;
      s2_valid_q <= 1'b0;
      s3_valid_q <= 1'b0;
      s4_valid_q <= 1'b0;
    end else begin
      if (go) beat_q <= last ? 8'd0 : beat_q + 8'd1;
      if (go != out_take) used_q <= go ? used_q + 1'b1 : used_q - 1'b1;
      s1_valid_q <= go;
      s2_valid_q <= s1_valid_q;
      s3_valid_q <= s2_valid_q;
      s4_valid_q <= s3_valid_q;
    end
  end

  // --- Stage 1: one beat of header, one of payload; either may be zero
  logic [511:0] s1_header_q, s1_payload_q, s2_header_q, s2_payload_q, s3_header_q, s3_payload_q, s4_data_q;
  logic [5:0]   s1_turn_q, s2_turn_q, s3_turn_q, s1_bytes_q, s2_bytes_q, s3_bytes_q, s4_bytes_q;
  logic         s1_last_q, s2_last_q, s3_last_q, s4_last_q;
  always_ff @(posedge clk) begin
    if (go) begin
      s1_header_q  <= !(is_header || joins) ? '0 :
                      beat_q[1] ? {480'd0, s_frame_header[1055:1024]} :
                      beat_q[0] ? s_frame_header[1023:512] : s_frame_header[511:0];
      s1_payload_q <= wants_payload ? s_payload_tdata : '0;
      s1_turn_q    <= s_frame_header_length[5:0];
      s1_last_q    <= last;
      s1_bytes_q   <= last ? s_frame_last_bytes : 6'd0;
    end
  end

  // --- Stage 2 turns by eights of bytes, stage 3 by bytes: byte i goes to byte (i + turn) mod 64
  logic [511:0] s1_turned, s2_turned;
  always_comb begin
    s1_turned = '0;
    s2_turned = '0;
    for (int i = 0; i < 8; i++) begin
      if (s1_turn_q[5:3] == 3'(i)) s1_turned = 512'({s1_payload_q, s1_payload_q} >> (64 * ((8 - i) % 8)));
      if (s2_turn_q[2:0] == 3'(i)) s2_turned = 512'({s2_payload_q, s2_payload_q} >> (8 * ((64 - i) % 64)));
    end
  end
  always_ff @(posedge clk) begin
    if (s1_valid_q) begin
      s2_header_q  <= s1_header_q;
      s2_payload_q <= s1_turned;
      s2_turn_q    <= s1_turn_q;
      s2_last_q    <= s1_last_q;
      s2_bytes_q   <= s1_bytes_q;
    end
    if (s2_valid_q) begin
      s3_header_q  <= s2_header_q;
      s3_payload_q <= s2_turned;
      s3_turn_q    <= s2_turn_q;
      s3_last_q    <= s2_last_q;
      s3_bytes_q   <= s2_bytes_q;
    end
  end

  // --- Stage 4: below `turn` the end of the beat before (zero for the first: there the header is), from there on this
  logic [511:0] s3_before_q, s3_data;
  logic [63:0]  s3_is_before;
  assign s3_is_before = ~(64'hFFFF_FFFF_FFFF_FFFF << s3_turn_q);
  for (genvar i = 0; i < 64; i++) begin : gen_merge
    assign s3_data[8*i+:8] = s3_header_q[8*i+:8] | (s3_is_before[i] ? s3_before_q[8*i+:8] : s3_payload_q[8*i+:8]);
  end
  always_ff @(posedge clk) begin
    if (rst) s3_before_q <= '0;
    else if (s3_valid_q) s3_before_q <= s3_last_q ? '0 : s3_payload_q;
  end
  always_ff @(posedge clk) begin
    if (s3_valid_q) begin
      s4_data_q  <= s3_data;
      s4_last_q  <= s3_last_q;
      s4_bytes_q <= s3_bytes_q;
    end
  end

  // --- Output queue
  logic [63:0]       s4_keep;
  logic              out_ready;
  logic [UsedW-1:0]  unused_count;
  assign s4_keep = s4_bytes_q == 6'd0 ? '1 : ~(64'hFFFF_FFFF_FFFF_FFFF << s4_bytes_q);
  sync_fifo #(.W(577), .Depth(OutBeats)) u_out (
      .clk(clk), .rst(rst), .s_tvalid(s4_valid_q), .s_tready(out_ready), .s_tdata({s4_last_q, s4_keep, s4_data_q}),
      .m_tvalid(m_mac_tvalid), .m_tready(m_mac_tready), .m_tdata({m_mac_tlast, m_mac_tkeep, m_mac_tdata}),
      .count(unused_count)
  );

  assign stat_idle = used_q == '0 && !s_frame_tvalid;

  `ASSERT(latency, !s4_valid_q || $past(go, 4))
  `ASSERT(out_has_place, !s4_valid_q || out_ready)
  `ASSERT(payload_is_there, !(s_frame_tvalid && wants_payload && !s_payload_tvalid && beat_q != 8'd0))
  // No gap within a frame.
  `ASSERT(no_underrun, m_mac_tvalid && m_mac_tready && !m_mac_tlast |=> m_mac_tvalid)
  `ASSERT_STABLE(m_mac_stable, m_mac_tvalid, m_mac_tready, {m_mac_tdata, m_mac_tkeep, m_mac_tlast})
endmodule

`default_nettype wire
