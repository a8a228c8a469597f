// last_byte: index of the last byte of a beat, from its contiguous and not empty tkeep.
// Latency 2 cycles, 1 beat per cycle; no back-pressure, no drops.
`default_nettype none

module last_byte (
    input  wire logic        clk,
    input  wire logic        rst,
    input  wire logic        s_valid,
    input  wire logic [63:0] s_keep,
    output logic      [5:0]  m_last_byte  // 2 cycles later
);

  // Ones of a thermometer code of 7.
  function automatic [2:0] ones(input [6:0] code);
    ones = {code[3], code[5] || (code[1] && !code[3]), ^code};
  endfunction

  // --- s1: groups of 8 behind the first that have a byte; bytes behind the first in the last of them
  logic [6:0] groups_d, bytes_d, s1_groups_q, s1_bytes_q;
  always_comb begin
    groups_d = '0;
    bytes_d  = '0;
    for (int g = 1; g < 8; g++) groups_d[g-1] = s_keep[8*g];
    for (int b = 1; b < 8; b++) begin
      bytes_d[b-1] = s_keep[56+b];
      for (int g = 0; g < 7; g++) bytes_d[b-1] = bytes_d[b-1] || (s_keep[8*g+b] && !s_keep[8*g+8]);
    end
  end

  // --- s2: both as numbers
  logic s1_valid_q;
  always_ff @(posedge clk) begin
    s1_valid_q <= s_valid && !rst;
    if (s_valid) begin
      s1_groups_q <= groups_d;
      s1_bytes_q  <= bytes_d;
    end
    if (s1_valid_q) m_last_byte <= {ones(s1_groups_q), ones(s1_bytes_q)};
  end
endmodule

`default_nettype wire
