// tx_payload_buffer: holds payloads until their frames can go (store and forward of one frame: a checksum in front of
// the payload depends on all of it) and sums each on its way in. Bytes outside a payload come out as zero.
// Latency 8 cycles from a payload's last beat to its sum, 4 from a beat to m_payload; 1 beat per cycle. Stalls when
// Beats beats or Sums packets are inside; never loses.
`default_nettype none
`include "flue_assert.svh"

module tx_payload_buffer #(
    parameter int unsigned Beats = 512,
    parameter int unsigned Sums  = 32
) (
    input  wire logic         clk,
    input  wire logic         rst,
    input  wire logic [511:0] s_payload_tdata,
    input  wire logic [63:0]  s_payload_tkeep,
    input  wire logic         s_payload_tvalid,
    output logic              s_payload_tready,
    input  wire logic         s_payload_tlast,
    output logic              m_payload_tvalid,
    input  wire logic         m_payload_tready,
    output logic      [511:0] m_payload_tdata,
    output logic              m_sum_tvalid,
    input  wire logic         m_sum_tready,
    output logic      [15:0]  m_sum_tdata,
    output logic              stat_idle
);
  localparam int unsigned SumsW = $clog2(Sums);
  // A frame's payload must fit as a whole, or its sum never comes.
  if (Beats * 64 < 2 * flue_contract_pkg::MaxFrame) $error("Beats too small for MaxFrame");
  if ((Sums & (Sums - 1)) != 0) $error("Sums must be a power of two");

  // --- Input register: bytes outside the payload become zero
  logic         in_valid_q, in_last_q, in_ready, take;
  logic [511:0] in_data_q, masked;
  logic [SumsW:0] packets_q;  // whole packets taken whose sums were not; the top bit says full
  assign s_payload_tready = (!in_valid_q || in_ready) && !packets_q[SumsW];
  assign take             = s_payload_tvalid && s_payload_tready;
  for (genvar i = 0; i < 64; i++) begin : gen_mask
    assign masked[8*i+:8] = s_payload_tkeep[i] ? s_payload_tdata[8*i+:8] : 8'd0;
  end

  always_ff @(posedge clk) begin
    if (rst) in_valid_q <= 1'b0;
    else in_valid_q <= take || (in_valid_q && !in_ready);
  end
  always_ff @(posedge clk) begin
    if (take) begin
      in_data_q <= masked;
      in_last_q <= s_payload_tlast;
    end
  end

  // --- The bytes
  logic [$clog2(Beats+1)-1:0] beats;
  deep_fifo #(.W(512), .Depth(Beats)) u_beats (
      .clk(clk), .rst(rst), .s_tvalid(in_valid_q), .s_tready(in_ready), .s_tdata(in_data_q),
      .m_tvalid(m_payload_tvalid), .m_tready(m_payload_tready), .m_tdata(m_payload_tdata), .count(beats)
  );

  // --- The sums
  logic        sum_valid, sum_ready;
  logic [15:0] sum;
  tx_payload_sum u_sum (
      .clk(clk), .rst(rst), .s_valid(in_valid_q && in_ready), .s_data(in_data_q), .s_last(in_last_q),
      .m_valid(sum_valid), .m_sum(sum)
  );
  logic [SumsW:0] unused_sums;
  sync_fifo #(.W(16), .Depth(Sums)) u_sums (
      .clk(clk), .rst(rst), .s_tvalid(sum_valid), .s_tready(sum_ready), .s_tdata(sum),
      .m_tvalid(m_sum_tvalid), .m_tready(m_sum_tready), .m_tdata(m_sum_tdata), .count(unused_sums)
  );

  logic packet_in, packet_out;
  assign packet_in  = take && s_payload_tlast;
  assign packet_out = m_sum_tvalid && m_sum_tready;
  always_ff @(posedge clk) begin
    if (rst) packets_q <= '0;
    else if (packet_in != packet_out) packets_q <= packet_in ? packets_q + 1'b1 : packets_q - 1'b1;
  end

  assign stat_idle = packets_q == '0 && !in_valid_q && beats == '0;

  `ASSERT(sum_has_place, !sum_valid || sum_ready)
endmodule

`default_nettype wire
