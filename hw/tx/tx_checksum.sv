// tx_checksum: joins what is known of a frame's header with the sum of its payload and gives the two checksums.
// Latency 5 cycles from the later of both, 1 frame per cycle; waits for the payload's sum, else never stalls.
// RFC 1071; RFC 768: a UDP checksum of zero is sent as all ones.
`default_nettype none
`include "flue_assert.svh"

module tx_checksum (
    input  wire logic         clk,
    input  wire logic         rst,
    input  wire logic         s_header_tvalid,
    output logic              s_header_tready,
    input  wire logic [16:0]  s_header_ipv4_sum,
    input  wire logic [16:0]  s_header_l4_sum,
    input  wire logic [16:0]  s_header_pseudo,   // protocol and length of the pseudo-header
    input  wire logic         s_header_udp,
    input  wire logic         s_header_payload,  // a payload follows
    input  wire logic         s_header_odd,      // which starts at an odd byte of the transport's bytes
    input  wire logic         s_sum_tvalid,
    output logic              s_sum_tready,
    input  wire logic [15:0]  s_sum_tdata,
    output logic              m_valid,
    output logic      [15:0]  m_ipv4_checksum,
    output logic      [15:0]  m_l4_checksum
);
  logic take;
  assign take            = s_header_tvalid && (!s_header_payload || s_sum_tvalid);
  assign s_header_tready = take;
  assign s_sum_tready    = take && s_header_payload;

  logic s1_valid_q, s2_valid_q, s3_valid_q, s4_valid_q, s5_valid_q;
  logic s1_udp_q, s2_udp_q, s3_udp_q, s4_udp_q, s5_udp_q;
  always_ff @(posedge clk) begin
    if (rst) begin
      s1_valid_q <= 1'b0;
      s2_valid_q <= 1'b0;
      s3_valid_q <= 1'b0;
      s4_valid_q <= 1'b0;
      s5_valid_q <= 1'b0;
    end else begin
      s1_valid_q <= take;
      s2_valid_q <= s1_valid_q;
      s3_valid_q <= s2_valid_q;
      s4_valid_q <= s3_valid_q;
      s5_valid_q <= s4_valid_q;
    end
  end

  // --- 1: the payload's sum, its bytes swapped where it starts at an odd byte. 2: everything added. 3, 4: carries
  // folded. 5: complements.
  logic [16:0] s1_ipv4_q, s1_l4_q, s1_pseudo_q;
  logic [15:0] s1_payload_q;
  logic [15:0] s2_ipv4_q, s3_ipv4_q, s4_ipv4_q, s5_ipv4_q;
  logic [18:0] s2_l4_q;
  logic [16:0] s3_l4_q;
  logic [15:0] s4_l4_q, s5_l4_q;
  always_ff @(posedge clk) begin
    if (take) begin
      s1_ipv4_q    <= s_header_ipv4_sum;
      s1_l4_q      <= s_header_l4_sum;
      s1_pseudo_q  <= s_header_pseudo;
      s1_udp_q     <= s_header_udp;
      s1_payload_q <= !s_header_payload ? 16'd0 :
                      s_header_odd ? {s_sum_tdata[7:0], s_sum_tdata[15:8]} : s_sum_tdata;
    end
    if (s1_valid_q) begin
      s2_ipv4_q <= s1_ipv4_q[15:0] + 16'(s1_ipv4_q[16]);
      s2_l4_q   <= 19'(s1_l4_q) + 19'(s1_pseudo_q) + 19'(s1_payload_q);
      s2_udp_q  <= s1_udp_q;
    end
    if (s2_valid_q) begin
      s3_ipv4_q <= s2_ipv4_q;
      s3_l4_q   <= 17'(s2_l4_q[15:0]) + 17'(s2_l4_q[18:16]);
      s3_udp_q  <= s2_udp_q;
    end
    if (s3_valid_q) begin
      s4_ipv4_q <= s3_ipv4_q;
      s4_l4_q   <= s3_l4_q[15:0] + 16'(s3_l4_q[16]);
      s4_udp_q  <= s3_udp_q;
    end
    if (s4_valid_q) begin
      s5_ipv4_q <= ~s4_ipv4_q;
      s5_udp_q  <= s4_udp_q;
      s5_l4_q   <= s4_udp_q && s4_l4_q == 16'hFFFF ? 16'hFFFF : ~s4_l4_q;
    end
  end

  logic unused_udp;
  assign unused_udp = s5_udp_q;  // only for the assertion

  assign m_valid         = s5_valid_q;
  assign m_ipv4_checksum = s5_ipv4_q;
  assign m_l4_checksum   = s5_l4_q;

  `ASSERT(latency, !m_valid || $past(take, 5))
  // A zero would say that there is no checksum.
  `ASSERT(udp_never_zero, !(s5_valid_q && s5_udp_q && s5_l4_q == 16'd0))

`ifdef FORMAL
`include "tx_checksum.svh"
`endif
endmodule

`default_nettype wire
