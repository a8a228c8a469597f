// What comes out five cycles after the words went in is the complement of their end-around carry sum.
`include "reset.svh"
logic [15:0] f_ipv4_q[0:4], f_l4_q[0:4];
logic        f_udp_q[0:4];

function automatic logic [15:0] f_add(input logic [15:0] a, input logic [15:0] b);
  logic [16:0] sum;
  sum   = {1'b0, a} + {1'b0, b};
  f_add = sum[15:0] + 16'(sum[16]);
endfunction

wire [15:0] f_payload = !s_header_payload ? 16'd0 : s_header_odd ? {s_sum_tdata[7:0], s_sum_tdata[15:8]} : s_sum_tdata;
wire [15:0] f_l4 = f_add(f_add(f_add(s_header_l4_sum[15:0], 16'(s_header_l4_sum[16])),
                               f_add(s_header_pseudo[15:0], 16'(s_header_pseudo[16]))), f_payload);
// Sums of two words of 16 bits.
always_comb assume (s_header_ipv4_sum != 17'h1FFFF && s_header_l4_sum != 17'h1FFFF && s_header_pseudo != 17'h1FFFF);

always @(posedge clk) begin
  f_ipv4_q[0] <= f_add(s_header_ipv4_sum[15:0], 16'(s_header_ipv4_sum[16]));
  f_l4_q[0]   <= f_l4;
  f_udp_q[0]  <= s_header_udp;
  for (int i = 1; i < 5; i++) begin
    f_ipv4_q[i] <= f_ipv4_q[i-1];
    f_l4_q[i]   <= f_l4_q[i-1];
    f_udp_q[i]  <= f_udp_q[i-1];
  end
end

always_comb begin
  if (f_started_q && m_valid) begin
    assert (m_ipv4_checksum == ~f_ipv4_q[4]);
    assert (m_l4_checksum == (f_udp_q[4] && f_l4_q[4] == 16'hFFFF ? 16'hFFFF : ~f_l4_q[4]));
  end
end
