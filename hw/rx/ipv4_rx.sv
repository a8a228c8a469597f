// ipv4_rx: reads a datagram's IPv4 header (RFC 791) and, of UDP (RFC 768), length and checksum: is the form possible, what
// lies where, what does the layer above have to sum. It reads any frame so; what it says counts only if IPv4 is in it.
// Latency 5 cycles, 1 beat per cycle; no back-pressure, drops nothing.
//
// The header starts at 14 + 4 * select, select = {snap, tagged}; with options of 0..40 bytes the transport header
// starts at 34 + 4 * m_l4_index, 34..86. So all of them lie in a frame's first two beats.
`default_nettype none

module ipv4_rx (
    input  wire logic         clk,
    input  wire logic         rst,
    input  wire logic         s_valid,
    input  wire logic         s_first,         // the frame's first beat
    input  wire logic         s_second,
    input  wire logic [511:0] s_data,
    input  wire logic [1:0]   s_select,        // {snap, tagged}; with s_first, as the next
    input  wire logic [10:0]  s_snap_length,
    // 5 cycles later, with the frame's first beat, and held until the next frame's
    output logic      [1:0]   m_select,
    output logic      [3:0]   m_l4_index,      // 0..13
    output logic              m_header_ok,     // version, header length, total length; 802.3 length not below it
    output logic      [16:0]  m_frame_end,     // bytes that the frame must have for what the headers say
    output logic      [7:0]   m_protocol,
    output logic              m_tcp,           // of m_protocol, one hot or none
    output logic              m_udp,
    output logic              m_icmp,
    output logic              m_igmp,
    output logic              m_fragment,
    output logic              m_l4_present,    // the transport header: not in a later fragment
    // From the second beat on; with the first, right for the bytes of that beat
    output logic      [16:0]  m_sum_end,       // end of the bytes that the transport checksum covers
    output logic      [15:0]  m_sum_length,    // their number
    output logic              m_udp_length_ok, // 8 at least, and not beyond the datagram
    output logic              m_udp_unsummed   // checksum field 0
);
  localparam logic [7:0] ProtocolIcmp = 8'd1;
  localparam logic [7:0] ProtocolIgmp = 8'd2;
  localparam logic [7:0] ProtocolTcp  = 8'd6;
  localparam logic [7:0] ProtocolUdp  = 8'd17;

  function automatic [15:0] field(input [15:0] bytes);
    field = {bytes[7:0], bytes[15:8]};
  endfunction

  // first/second: the beat with news is in this stage
  logic s1_first_q, s1_second_q, s2_first_q, s2_second_q, s3_first_q, s3_second_q, s4_first_q, s4_second_q;
  always_ff @(posedge clk) begin
    if (rst) begin
      {s1_first_q, s1_second_q, s2_first_q, s2_second_q} <= '0;
      {s3_first_q, s3_second_q, s4_first_q, s4_second_q} <= '0;
    end else begin
      {s1_first_q, s1_second_q} <= {s_valid && s_first, s_valid && s_second};
      {s2_first_q, s2_second_q} <= {s1_first_q, s1_second_q};
      {s3_first_q, s3_second_q} <= {s2_first_q, s2_second_q};
      {s4_first_q, s4_second_q} <= {s3_first_q, s3_second_q};
    end
  end

  // --- s1: the header's fixed fields; the bytes among which UDP's are
  logic [79:0]  s1_header_q;  // bytes 0..9 of it
  logic [1:0]   s1_select_q;
  logic [10:0]  s1_snap_length_q;
  logic [207:0] s1_high_q;  // bytes 38..63 of the first beat
  logic [255:0] s1_low_q;   // bytes 0..31 of the second
  always_ff @(posedge clk) begin
    if (s_valid && s_first) begin
      s1_select_q      <= s_select;
      s1_snap_length_q <= s_snap_length;
      s1_high_q        <= s_data[511:304];
      case (s_select)
        2'd0:    s1_header_q <= s_data[8*14+:80];
        2'd1:    s1_header_q <= s_data[8*18+:80];
        2'd2:    s1_header_q <= s_data[8*22+:80];
        default: s1_header_q <= s_data[8*26+:80];
      endcase
    end
    if (s_valid && s_second) s1_low_q <= s_data[255:0];
  end

  // --- s2: sums and compares
  logic [3:0]  s1_version, s1_ihl;
  logic [15:0] s1_total, s1_fragment;
  assign s1_version  = s1_header_q[7:4];
  assign s1_ihl      = s1_header_q[3:0];
  assign s1_total    = field(s1_header_q[8*2+:16]);
  assign s1_fragment = field(s1_header_q[8*6+:16]);

  logic [1:0]   s2_select_q;
  logic [3:0]   s2_l4_index_q;
  logic         s2_form_ok_q, s2_snap_q, s2_more_q, s2_later_q;
  logic [16:0]  s2_datagram_end_q;
  logic [15:0]  s2_l4_length_q;
  logic [10:0]  s2_snap_end_q;
  logic [7:0]   s2_protocol_q;
  logic [207:0] s2_high_q;
  logic [255:0] s2_low_q;
  always_ff @(posedge clk) begin
    if (s1_first_q) begin
      s2_select_q       <= s1_select_q;
      s2_l4_index_q     <= {2'b00, s1_select_q} + s1_ihl - 4'd5;
      s2_form_ok_q      <= s1_version == 4'd4 && s1_ihl >= 4'd5 && s1_total >= {10'd0, s1_ihl, 2'b00};
      s2_datagram_end_q <= {1'b0, s1_total} + {12'd0, s1_select_q, 2'b00} + 17'd14;
      s2_l4_length_q    <= s1_total - {10'd0, s1_ihl, 2'b00};
      s2_snap_end_q     <= s1_snap_length_q + (s1_select_q[0] ? 11'd18 : 11'd14);
      s2_snap_q         <= s1_select_q[1];
      s2_more_q         <= s1_fragment[13];
      s2_later_q        <= |s1_fragment[12:0];
      s2_protocol_q     <= s1_header_q[8*9+:8];
      s2_high_q         <= s1_high_q;
    end
    if (s1_second_q) s2_low_q <= s1_low_q;
  end

  // --- s3: UDP's length, at 38 + 4 * l4_index, and checksum behind it
  logic [15:0] s2_high_length, s2_low_length, s2_high_sum, s2_low_sum;
  always_comb begin
    s2_high_length = '0;
    s2_high_sum    = '0;
    s2_low_length  = '0;
    s2_low_sum     = '0;
    for (int i = 0; i <= 6; i++) begin
      if (s2_l4_index_q == 4'(i)) s2_high_length = s2_high_length | field(s2_high_q[32*i+:16]);
    end
    for (int i = 0; i <= 5; i++) begin
      if (s2_l4_index_q == 4'(i)) s2_high_sum = s2_high_sum | field(s2_high_q[32*i+16+:16]);
    end
    for (int i = 7; i <= 13; i++) begin
      if (s2_l4_index_q == 4'(i)) s2_low_length = s2_low_length | field(s2_low_q[32*(i-7)+16+:16]);
    end
    for (int i = 6; i <= 13; i++) begin
      if (s2_l4_index_q == 4'(i)) s2_low_sum = s2_low_sum | field(s2_low_q[32*(i-6)+:16]);
    end
  end

  logic [1:0]  s3_select_q;
  logic [3:0]  s3_l4_index_q;
  logic        s3_form_ok_q, s3_snap_fits_q, s3_more_q, s3_later_q, s3_snap_q;
  logic [16:0] s3_datagram_end_q;
  logic [15:0] s3_l4_length_q, s3_udp_length_q, s3_udp_sum_q;
  logic [10:0] s3_snap_end_q;
  logic [7:0]  s3_protocol_q;
  logic        s3_udp_seen_q;  // s3_udp_length_q is this frame's
  always_ff @(posedge clk) begin
    if (s2_first_q) begin
      s3_select_q       <= s2_select_q;
      s3_l4_index_q     <= s2_l4_index_q;
      s3_form_ok_q      <= s2_form_ok_q;
      s3_snap_fits_q    <= !s2_snap_q || s2_datagram_end_q <= {6'd0, s2_snap_end_q};
      s3_datagram_end_q <= s2_datagram_end_q;
      s3_l4_length_q    <= s2_l4_length_q;
      s3_snap_end_q     <= s2_snap_end_q;
      s3_snap_q         <= s2_snap_q;
      s3_more_q         <= s2_more_q;
      s3_later_q        <= s2_later_q;
      s3_protocol_q     <= s2_protocol_q;
      s3_udp_length_q   <= s2_high_length;
      s3_udp_sum_q      <= s2_high_sum;
      s3_udp_seen_q     <= s2_l4_index_q <= 4'd6;
    end else if (s2_second_q) begin
      if (s2_l4_index_q > 4'd6) s3_udp_length_q <= s2_low_length;
      if (s2_l4_index_q > 4'd5) s3_udp_sum_q <= s2_low_sum;
      s3_udp_seen_q <= 1'b1;
    end
  end

  // --- s4: judge UDP's length
  logic [1:0]  s4_select_q;
  logic [3:0]  s4_l4_index_q;
  logic        s4_header_ok_q, s4_tcp_q, s4_udp_q, s4_icmp_q, s4_igmp_q, s4_fragment_q, s4_later_q;
  logic [16:0] s4_datagram_end_q, s4_frame_end_q, s4_udp_end_q;
  logic [15:0] s4_l4_length_q, s4_udp_length_q;
  logic [7:0]  s4_protocol_q;
  logic        s4_udp_seen_q, s4_udp_long_enough_q, s4_udp_fits_q, s4_udp_unsummed_q;
  always_ff @(posedge clk) begin
    if (s3_first_q) begin
      s4_select_q       <= s3_select_q;
      s4_l4_index_q     <= s3_l4_index_q;
      s4_header_ok_q    <= s3_form_ok_q && s3_snap_fits_q;
      s4_datagram_end_q <= s3_datagram_end_q;
      s4_frame_end_q    <= s3_snap_q ? {6'd0, s3_snap_end_q} : s3_datagram_end_q;
      s4_l4_length_q    <= s3_l4_length_q;
      s4_protocol_q     <= s3_protocol_q;
      s4_tcp_q          <= s3_protocol_q == ProtocolTcp;
      s4_udp_q          <= s3_protocol_q == ProtocolUdp;
      s4_icmp_q         <= s3_protocol_q == ProtocolIcmp;
      s4_igmp_q         <= s3_protocol_q == ProtocolIgmp;
      s4_fragment_q     <= s3_more_q || s3_later_q;
      s4_later_q        <= s3_later_q;
    end
    if (s3_first_q || s3_second_q) begin
      s4_udp_length_q      <= s3_udp_length_q;
      s4_udp_end_q         <= {1'b0, s3_udp_length_q} + {11'd0, s3_l4_index_q, 2'b00} + 17'd34;
      s4_udp_seen_q        <= s3_udp_seen_q;
      s4_udp_long_enough_q <= |s3_udp_length_q[15:3];
      s4_udp_fits_q        <= s3_udp_length_q <= s3_l4_length_q;
      s4_udp_unsummed_q    <= s3_udp_sum_q == '0;
    end
  end

  // --- s5: what the checksum covers
  always_ff @(posedge clk) begin
    if (s4_first_q) begin
      m_select     <= s4_select_q;
      m_l4_index   <= s4_l4_index_q;
      m_header_ok  <= s4_header_ok_q;
      m_frame_end  <= s4_frame_end_q;
      m_protocol   <= s4_protocol_q;
      m_tcp        <= s4_tcp_q;
      m_udp        <= s4_udp_q;
      m_icmp       <= s4_icmp_q;
      m_igmp       <= s4_igmp_q;
      m_fragment   <= s4_fragment_q;
      m_l4_present <= !s4_later_q;
    end
    if (s4_first_q || s4_second_q) begin
      // Before UDP's length is seen, at most 6 bytes of its header are: they count if the datagram has them.
      m_sum_end       <= s4_udp_q && s4_udp_seen_q ? s4_udp_end_q : s4_datagram_end_q;
      m_sum_length    <= s4_udp_q ? s4_udp_length_q : s4_l4_length_q;
      m_udp_length_ok <= s4_udp_seen_q && s4_udp_long_enough_q && s4_udp_fits_q;
      m_udp_unsummed  <= s4_udp_unsummed_q;
    end
  end

  logic unused_bits;
  assign unused_bits = &{1'b0, s_data[111:0], s_data[303:288], s1_header_q[15:8], s1_header_q[39:32], s1_header_q[71:64], s1_fragment[15:14],
                         s1_header_q[47:40], s2_low_q[15:0]};
endmodule

`default_nettype wire
