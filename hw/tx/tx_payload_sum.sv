// tx_payload_sum: the Internet checksum's sum (RFC 1071, not complemented) of each packet of a stream that only passes
// by; bytes outside the packet must be zero.
// Latency 6 cycles from the last beat to m_valid, 1 beat per cycle; never stalls.
`default_nettype none
`include "flue_assert.svh"

module tx_payload_sum (
    input  wire logic         clk,
    input  wire logic         rst,
    input  wire logic         s_valid,
    input  wire logic [511:0] s_data,
    input  wire logic         s_last,
    output logic              m_valid,
    output logic      [15:0]  m_sum
);
  // One addition of four per stage; carries are folded only at the end: a frame has less than 2^8 beats, so
  // its sum stays below 2^29.
  logic s1_valid_q, s2_valid_q, s3_valid_q, s4_valid_q, s5_valid_q, s6_valid_q;
  logic s1_last_q, s2_last_q, s3_last_q;

  always_ff @(posedge clk) begin
    if (rst) begin
      s1_valid_q <= 1'b0;
      s2_valid_q <= 1'b0;
      s3_valid_q <= 1'b0;
      s4_valid_q <= 1'b0;
      s5_valid_q <= 1'b0;
      s6_valid_q <= 1'b0;
    end else begin
      s1_valid_q <= s_valid;
      s2_valid_q <= s1_valid_q;
      s3_valid_q <= s2_valid_q;
      s4_valid_q <= s3_valid_q && s3_last_q;
      s5_valid_q <= s4_valid_q;
      s6_valid_q <= s5_valid_q;
    end
  end

  // --- Stages 1 to 3: 32 words to one number
  logic [8*18-1:0] s1_sums_q;
  logic [2*20-1:0] s2_sums_q;
  logic [20:0]     s3_sum_q;
  logic [8*18-1:0] s_sums;
  for (genvar i = 0; i < 8; i++) begin : gen_sums
    assign s_sums[18*i+:18] = 18'({s_data[64*i+:8], s_data[64*i+8+:8]}) + 18'({s_data[64*i+16+:8], s_data[64*i+24+:8]})
                              + 18'({s_data[64*i+32+:8], s_data[64*i+40+:8]})
                              + 18'({s_data[64*i+48+:8], s_data[64*i+56+:8]});
  end

  always_ff @(posedge clk) begin
    if (s_valid) begin
      s1_sums_q <= s_sums;
      s1_last_q <= s_last;
    end
    if (s1_valid_q) begin
      for (int i = 0; i < 2; i++)
        s2_sums_q[20*i+:20] <= 20'(s1_sums_q[72*i+:18]) + 20'(s1_sums_q[72*i+18+:18])
                               + 20'(s1_sums_q[72*i+36+:18]) + 20'(s1_sums_q[72*i+54+:18]);
      s2_last_q <= s1_last_q;
    end
    if (s2_valid_q) begin
      s3_sum_q  <= 21'(s2_sums_q[0+:20]) + 21'(s2_sums_q[20+:20]);
      s3_last_q <= s2_last_q;
    end
  end

  // --- Stage 4: the packet so far. Stages 5, 6: carries folded; after the second there is none left.
  logic        s4_first_q;  // the next beat starts a packet
  logic [28:0] s4_total_q;
  logic [16:0] s5_sum_q;
  logic [15:0] s6_sum_q;
  always_ff @(posedge clk) begin
    if (rst) s4_first_q <= 1'b1;
    else if (s3_valid_q) s4_first_q <= s3_last_q;
  end
  always_ff @(posedge clk) begin
    if (s3_valid_q) s4_total_q <= (s4_first_q ? 29'd0 : s4_total_q) + 29'(s3_sum_q);
    if (s4_valid_q) s5_sum_q <= 17'(s4_total_q[15:0]) + 17'(s4_total_q[28:16]);
    if (s5_valid_q) s6_sum_q <= s5_sum_q[15:0] + 16'(s5_sum_q[16]);
  end
  assign m_valid = s6_valid_q;
  assign m_sum   = s6_sum_q;

  `ASSERT(latency, !m_valid || $past(s_valid && s_last, 6))
  `ASSERT(total_fits, !(s3_valid_q && !s4_first_q && s4_total_q[28:21] == 8'hFF))
endmodule

`default_nettype wire
