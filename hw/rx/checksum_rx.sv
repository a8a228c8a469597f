// checksum_rx: verifies the checksums of a frame's IPv4 header and of TCP (RFC 9293), UDP (RFC 768), ICMP (RFC 792) or
// IGMP in it (RFC 1071; IP-24, TCP-SETUP-02, ICMP-11). Bytes behind s_sum_end, link padding for one, do not count.
// Latency 9 cycles from a frame's last beat, 1 beat per cycle; no back-pressure, drops nothing itself.
//
// Headers start at 14 + 4n, so every 16-bit word lies in one pair of bytes of the bus. For masks the bus is cut into
// groups of 4 bytes, group g from 4g - 2: group 0 has bytes 0 and 1, group 16 bytes 62 and 63.
`default_nettype none
`include "flue_assert.svh"

module checksum_rx (
    input  wire logic         clk,
    input  wire logic         rst,
    input  wire logic         s_valid,
    input  wire logic         s_first,
    input  wire logic         s_last,
    input  wire logic [9:0]   s_beat,
    input  wire logic [511:0] s_data,
    input  wire logic [1:0]   s_select,      // as in ipv4_rx, and the next
    input  wire logic [3:0]   s_l4_index,
    input  wire logic         s_pseudo,      // with the pseudo-header: TCP, UDP
    input  wire logic [7:0]   s_protocol,
    input  wire logic [16:0]  s_sum_end,
    input  wire logic [15:0]  s_sum_length,
    output logic              m_valid,       // a verdict
    output logic              m_header_good,
    output logic              m_l4_good
);
  // A folded sum of 17 bits is 0xFFFF after its own carry is added.
  function automatic is_good(input [16:0] folded);
    is_good = (&folded[15:1]) && (folded[16] ^ folded[0]);
  endfunction
  function automatic [16:0] fold(input [31:0] sum);
    fold = {1'b0, sum[31:16]} + {1'b0, sum[15:0]};
  endfunction

  // Control: valid, first and last of the beat in each stage; `early`: a frame's first or second, where headers are
  logic [5:1] valid_q, first_q, early_q;
  logic [9:1] last_q;
  always_ff @(posedge clk) begin
    if (rst) begin
      {valid_q, first_q, early_q} <= '0;
      last_q <= '0;
    end else begin
      valid_q <= {valid_q[4:1], s_valid};
      first_q <= {first_q[4:1], s_valid && s_first};
      early_q <= {early_q[4:1], s_valid && s_beat <= 10'd1};
      last_q  <= {last_q[8:1], s_valid && s_last};
    end
  end

  // --- s1: where the beat stands
  logic [511:0] s1_data_q;
  logic [5:0]   s1_end_q;        // in this beat, if s1_end_here_q
  logic         s1_end_here_q, s1_end_later_q, s1_addresses_q;
  logic [4:0]   s1_l4_group_q;   // where the transport header starts; 0: before this beat, 17: behind it
  logic [4:0]   s1_l3_group_q;   // where the IPv4 header starts
  logic [1:0]   s1_select_q;
  logic [16:0]  s1_pseudo_q;     // protocol and length of the pseudo-header, bytes swapped as the sum's
  always_ff @(posedge clk) begin
    if (s_valid) begin
      s1_data_q      <= s_data;
      s1_end_q       <= s_sum_end[5:0];
      s1_end_here_q  <= s_sum_end[16:6] == {1'b0, s_beat};
      s1_end_later_q <= s_sum_end[16:6] > {1'b0, s_beat};
      s1_addresses_q <= s_first && s_pseudo;
      s1_select_q    <= s_select;
      s1_l3_group_q  <= s_first ? 5'd4 + {3'd0, s_select} : 5'd0;
      s1_l4_group_q  <= s_first ? (s_l4_index[3] ? 5'd17 : 5'd9 + {1'b0, s_l4_index}) :
                        (s_beat == 10'd1 && s_l4_index[3]) ? {1'b0, s_l4_index} - 5'd7 : 5'd0;
      s1_pseudo_q    <= s_pseudo ? {1'b0, s_sum_length[7:0], s_sum_length[15:8]} + {1'b0, s_protocol, 8'd0} : '0;
    end
  end

  // --- s2: masks
  logic [511:0] s2_data_q;
  logic [63:0]  s2_l4_mask_q, s2_header_mask_q, l4_mask_d, header_mask_d;
  logic [16:0]  behind_l4, behind_l3, address;
  always_comb begin
    for (int g = 0; g < 17; g++) begin
      behind_l4[g] = 5'(g) >= s1_l4_group_q;
      behind_l3[g] = 5'(g) >= s1_l3_group_q;
      address[g]   = s1_addresses_q && (g == 7 + 32'(s1_select_q) || g == 8 + 32'(s1_select_q));
    end
    for (int i = 0; i < 64; i++) begin
      l4_mask_d[i] = (behind_l4[(i+2)/4] && (s1_end_later_q || (s1_end_here_q && 6'(i) < s1_end_q))) ||
                     address[(i+2)/4];
      header_mask_d[i] = behind_l3[(i+2)/4] && !behind_l4[(i+2)/4];
    end
  end
  always_ff @(posedge clk) begin
    if (valid_q[1]) begin
      s2_data_q        <= s1_data_q;
      s2_l4_mask_q     <= l4_mask_d;
      s2_header_mask_q <= header_mask_d;
    end
  end

  // --- s3..s5: sums of the beat
  logic [19:0] l4_a, l4_b, header_a, header_b;
  masked_sum u_l4_sum (
      .clk(clk), .rst(rst), .s_valid(valid_q[2]), .s_data(s2_data_q), .s_mask(s2_l4_mask_q), .m_a(l4_a), .m_b(l4_b)
  );
  masked_sum u_header_sum (
      .clk(clk), .rst(rst), .s_valid(early_q[2]), .s_data(s2_data_q), .s_mask(s2_header_mask_q), .m_a(header_a), .m_b(header_b)
  );

  // --- s6: sums of the frame. 2^16 words of a frame that is not too long fit 32 bits; the header has 30 words
  logic [31:0] s6_l4_q;
  logic [20:0] s6_header_q;
  always_ff @(posedge clk) begin
    if (valid_q[5]) s6_l4_q <= (first_q[5] ? '0 : s6_l4_q) + (32'(l4_a) + 32'(l4_b));
    if (early_q[5]) s6_header_q <= (first_q[5] ? '0 : s6_header_q) + (21'(header_a) + 21'(header_b));
  end

  // --- s7: the pseudo-header's numbers; s8: carries; s9: verdict
  logic        pseudo_valid;
  logic [16:0] pseudo;
  beat_delay #(.W(17), .Cycles(5)) u_pseudo_delay (
      .clk(clk), .rst(rst), .s_valid(last_q[1]), .s_data(s1_pseudo_q), .m_valid(pseudo_valid), .m_data(pseudo)
  );

  logic [31:0] s7_l4_q;
  logic [16:0] s7_header_q, s8_l4_q;
  logic        s8_header_good_q;
  always_ff @(posedge clk) begin
    if (last_q[6]) begin
      s7_l4_q     <= s6_l4_q + 32'(pseudo);
      s7_header_q <= fold(32'(s6_header_q));
    end
    if (last_q[7]) begin
      s8_l4_q          <= fold(s7_l4_q);
      s8_header_good_q <= is_good(s7_header_q);
    end
    if (last_q[8]) begin
      m_l4_good     <= is_good(s8_l4_q);
      m_header_good <= s8_header_good_q;
    end
  end
  assign m_valid = last_q[9];

  `ASSERT(pseudo_meets_sum, pseudo_valid == last_q[6])

`ifdef FORMAL
`include "checksum_rx.svh"
`endif
endmodule

`default_nettype wire
