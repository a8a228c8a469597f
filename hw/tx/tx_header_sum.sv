// tx_header_sum: two sums (RFC 1071, not complemented, one carry left) over a header: of the IPv4 header, and of the
// transport header with the addresses of the pseudo-header. The checksum fields count as zero, and so must the bytes
// behind the header.
// Latency 5 cycles, 1 header per cycle; never stalls. RFC 791 section 3.1, RFC 9293 section 3.1, RFC 768, RFC 792.
`default_nettype none
`include "flue_assert.svh"

module tx_header_sum (
    input  wire logic                            clk,
    input  wire logic                            rst,
    input  wire logic                            s_valid,
    input  wire logic [1023:0]                   s_header,
    input  wire logic [flue_pkg::TxHeadBits-1:0] s_head,
    output logic                                 m_valid,
    output logic      [16:0]                     m_ipv4_sum,
    output logic      [16:0]                     m_l4_sum
);
  localparam int unsigned Words = 64;  // of 16 bits

  flue_pkg::tx_head_t head;
  assign head = s_head;

  logic s1_valid_q, s2_valid_q, s3_valid_q, s4_valid_q, s5_valid_q;
  always_ff @(posedge clk) begin
    if (rst) begin
      s1_valid_q <= 1'b0;
      s2_valid_q <= 1'b0;
      s3_valid_q <= 1'b0;
      s4_valid_q <= 1'b0;
      s5_valid_q <= 1'b0;
    end else begin
      s1_valid_q <= s_valid;
      s2_valid_q <= s1_valid_q;
      s3_valid_q <= s2_valid_q;
      s4_valid_q <= s3_valid_q;
      s5_valid_q <= s4_valid_q;
    end
  end

  // --- Stage 1: which words count
  logic             s_tcp, s_udp, s_icmp;
  logic [Words-1:0] s_at_l3, s_at_l4, s_from_l3, s_from_l4, s_ipv4, s_l4;
  assign s_tcp  = head.flags[flue_contract_pkg::TxFlagTcpSum];
  assign s_udp  = head.flags[flue_contract_pkg::TxFlagUdpSum];
  assign s_icmp = head.flags[flue_contract_pkg::TxFlagIcmpSum];
  for (genvar i = 0; i < Words; i++) begin : gen_select
    logic is_ipv4_sum, is_l4_sum, is_address;
    assign s_at_l3[i]   = head.l3_offset[7:1] == 7'(i);
    assign s_at_l4[i]   = head.l4_offset[7:1] == 7'(i);
    assign s_from_l3[i] = head.l3_offset[7:1] <= 7'(i);
    assign s_from_l4[i] = head.l4_offset[7:1] <= 7'(i);
    // The fields: IPv4 at byte 10, TCP at 16, UDP at 6, ICMP and IGMP at 2; addresses at byte 12 to 19 of IPv4.
    assign is_ipv4_sum = i >= 5 ? s_at_l3[(i+59)%64] : 1'b0;
    assign is_l4_sum   = (i >= 8 ? s_tcp && s_at_l4[(i+56)%64] : 1'b0) || (i >= 3 ? s_udp && s_at_l4[(i+61)%64] : 1'b0)
                         || (i >= 1 ? s_icmp && s_at_l4[(i+63)%64] : 1'b0);
    assign is_address  = i >= 9 ? (s_at_l3[(i+58)%64] || s_at_l3[(i+57)%64] || s_at_l3[(i+56)%64] || s_at_l3[(i+55)%64])
                                : 1'b0;
    assign s_ipv4[i]   = s_from_l3[i] && !s_from_l4[i] && !is_ipv4_sum;
    assign s_l4[i]     = (s_from_l4[i] && !is_l4_sum) || (is_address && !s_icmp);
  end

  logic [1023:0]    s1_header_q;
  logic [Words-1:0] s1_ipv4_q, s1_l4_q;
  always_ff @(posedge clk) begin
    if (s_valid) begin
      s1_header_q <= s_header;
      s1_ipv4_q   <= s_ipv4;
      s1_l4_q     <= s_l4;
    end
  end

  // --- Stages 2 to 4: sums of four, of sixteen, of all. Stage 5: folded to 17 bits.
  logic [16*18-1:0] s1_ipv4_sums, s1_l4_sums, s2_ipv4_q, s2_l4_q;
  logic [4*20-1:0]  s3_ipv4_q, s3_l4_q;
  logic [21:0]      s4_ipv4_q, s4_l4_q;
  logic [16:0]      s5_ipv4_q, s5_l4_q;
  for (genvar i = 0; i < 16; i++) begin : gen_sums
    logic [63:0] ipv4, l4;  // four words, those that do not count made zero
    for (genvar j = 0; j < 4; j++) begin : gen_word
      logic [15:0] word;
      assign word            = {s1_header_q[64*i+16*j+:8], s1_header_q[64*i+16*j+8+:8]};
      assign ipv4[16*j+:16] = word & {16{s1_ipv4_q[4*i+j]}};
      assign l4[16*j+:16]   = word & {16{s1_l4_q[4*i+j]}};
    end
    assign s1_ipv4_sums[18*i+:18] = 18'(ipv4[0+:16]) + 18'(ipv4[16+:16]) + 18'(ipv4[32+:16]) + 18'(ipv4[48+:16]);
    assign s1_l4_sums[18*i+:18]   = 18'(l4[0+:16]) + 18'(l4[16+:16]) + 18'(l4[32+:16]) + 18'(l4[48+:16]);
  end

  always_ff @(posedge clk) begin
    if (s1_valid_q) begin
      s2_ipv4_q <= s1_ipv4_sums;
      s2_l4_q   <= s1_l4_sums;
    end
    if (s2_valid_q) begin
      for (int i = 0; i < 4; i++) begin
        s3_ipv4_q[20*i+:20] <= 20'(s2_ipv4_q[72*i+:18]) + 20'(s2_ipv4_q[72*i+18+:18])
                               + 20'(s2_ipv4_q[72*i+36+:18]) + 20'(s2_ipv4_q[72*i+54+:18]);
        s3_l4_q[20*i+:20]   <= 20'(s2_l4_q[72*i+:18]) + 20'(s2_l4_q[72*i+18+:18])
                               + 20'(s2_l4_q[72*i+36+:18]) + 20'(s2_l4_q[72*i+54+:18]);
      end
    end
    if (s3_valid_q) begin
      s4_ipv4_q <= 22'(s3_ipv4_q[0+:20]) + 22'(s3_ipv4_q[20+:20]) + 22'(s3_ipv4_q[40+:20]) + 22'(s3_ipv4_q[60+:20]);
      s4_l4_q   <= 22'(s3_l4_q[0+:20]) + 22'(s3_l4_q[20+:20]) + 22'(s3_l4_q[40+:20]) + 22'(s3_l4_q[60+:20]);
    end
    if (s4_valid_q) begin
      s5_ipv4_q <= 17'(s4_ipv4_q[15:0]) + 17'(s4_ipv4_q[21:16]);
      s5_l4_q   <= 17'(s4_l4_q[15:0]) + 17'(s4_l4_q[21:16]);
    end
  end

  assign m_valid    = s5_valid_q;
  assign m_ipv4_sum = s5_ipv4_q;
  assign m_l4_sum   = s5_l4_q;

  logic unused_head;
  assign unused_head = &{1'b0, head.payload_length, head.vlan_tag, head.header_length, head.flags, head.l3_offset[0],
                         head.l4_offset[0]};
  `ASSERT(latency, !m_valid || $past(s_valid, 5))
endmodule

`default_nettype wire
