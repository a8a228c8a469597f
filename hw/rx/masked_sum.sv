// masked_sum: adds the 32 words of a beat, of which only the masked-in bytes count. RFC 1071.
// A word is 16 bits as they lie in the beat, low byte first: by RFC 1071 section 2 (B) that swaps the bytes of the sum.
// Latency 3 cycles, 1 beat per cycle; no back-pressure. The result is the sum of m_a and m_b.
`default_nettype none

module masked_sum (
    input  wire logic         clk,
    input  wire logic         rst,
    input  wire logic         s_valid,
    input  wire logic [511:0] s_data,
    input  wire logic [63:0]  s_mask,
    output logic      [19:0]  m_a,      // 3 cycles later, held until the next
    output logic      [19:0]  m_b
);
  // --- s1: mask
  logic         s1_valid_q, s2_valid_q;
  logic [511:0] s1_data_q;
  always_ff @(posedge clk) begin
    s1_valid_q <= s_valid && !rst;
    s2_valid_q <= s1_valid_q && !rst;
    if (s_valid) begin
      for (int i = 0; i < 64; i++) s1_data_q[8*i+:8] <= s_data[8*i+:8] & {8{s_mask[i]}};
    end
  end

  // --- s2: 32 words to 8 sums; s3: 8 to 2
  logic [8*18-1:0] s2_sums_q;
  always_ff @(posedge clk) begin
    if (s1_valid_q) begin
      for (int i = 0; i < 8; i++) begin
        s2_sums_q[18*i+:18] <= (18'(s1_data_q[64*i+:16]) + 18'(s1_data_q[64*i+16+:16])) +
                               (18'(s1_data_q[64*i+32+:16]) + 18'(s1_data_q[64*i+48+:16]));
      end
    end
    if (s2_valid_q) begin
      m_a <= (20'(s2_sums_q[0+:18]) + 20'(s2_sums_q[18+:18])) + (20'(s2_sums_q[36+:18]) + 20'(s2_sums_q[54+:18]));
      m_b <= (20'(s2_sums_q[72+:18]) + 20'(s2_sums_q[90+:18])) + (20'(s2_sums_q[108+:18]) + 20'(s2_sums_q[126+:18]));
    end
  end
endmodule

`default_nettype wire
