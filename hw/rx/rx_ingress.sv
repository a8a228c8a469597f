// rx_ingress: takes beats from the MAC; marks the first one of a frame, counts them, clears the bytes behind the end.
// Latency 1 cycle, 1 beat per cycle; never stalls the MAC, drops nothing. Settings count from a frame's first beat on.
`default_nettype none
`include "flue_assert.svh"

module rx_ingress (
    input  wire logic         clk,
    input  wire logic         rst,
    input  wire logic         cfg_rx_enable,
    input  wire logic         cfg_promiscuous,
    input  wire logic [511:0] s_mac_tdata,
    input  wire logic [63:0]  s_mac_tkeep,
    input  wire logic         s_mac_tvalid,
    input  wire logic         s_mac_tlast,
    input  wire logic         s_mac_tuser,     // with tlast: the frame is bad
    output logic              m_valid,
    output logic              m_first,
    output logic              m_last,
    output logic              m_error,         // with m_last
    output logic              m_enabled,       // of the whole frame
    output logic              m_promiscuous,   // of the whole frame
    output logic      [9:0]   m_beat,          // number in the frame, 0..1022; stays there
    output logic      [63:0]  m_keep,
    output logic      [511:0] m_data,
    output logic              stat_in_frame    // a frame has begun and not ended
);
  // So that 65,535 holds the length of every frame: the longest counted is 1023 * 64.
  localparam logic [9:0] BeatMax = 10'd1022;

  logic in_frame_q;
  assign stat_in_frame = in_frame_q;

  always_ff @(posedge clk) begin
    if (rst) begin
      in_frame_q <= 1'b0;
      m_valid    <= 1'b0;
    end else begin
      m_valid <= s_mac_tvalid;
      if (s_mac_tvalid) in_frame_q <= !s_mac_tlast;
    end
  end

  logic [511:0] kept;
  always_comb begin
    for (int i = 0; i < 64; i++) kept[8*i+:8] = s_mac_tdata[8*i+:8] & {8{s_mac_tkeep[i]}};
  end

  always_ff @(posedge clk) begin
    if (s_mac_tvalid) begin
      m_first <= !in_frame_q;
      m_last  <= s_mac_tlast;
      m_error <= s_mac_tuser;
      m_keep  <= s_mac_tkeep;
      m_data  <= kept;
      m_beat  <= !in_frame_q ? '0 : (m_beat == BeatMax) ? BeatMax : m_beat + 10'd1;
      if (!in_frame_q) begin
        m_enabled     <= cfg_rx_enable;
        m_promiscuous <= cfg_promiscuous;
      end
    end
  end

  // What the blocks behind rely on: no holes in tkeep, at least one byte, whole beats before the last.
  `ASSERT(keep_contiguous, !s_mac_tvalid || (s_mac_tkeep[0] && ((s_mac_tkeep + 64'd1) & s_mac_tkeep) == '0))
  `ASSERT(keep_full, !s_mac_tvalid || s_mac_tlast || (&s_mac_tkeep))
endmodule

`default_nettype wire
