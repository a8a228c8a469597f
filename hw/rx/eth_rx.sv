// eth_rx: reads a frame's link header. DIX, or 802.3 with LLC/SNAP (RFC 1042), either with one 802.1Q tag. LINK-05, LINK-31.
// Latency 2 cycles, 1 frame per cycle; no back-pressure, drops nothing.
//
//  byte   0           6       12           16        then
//  DIX    destination source  type                   datagram
//  SNAP   destination source  length       AA AA 03 00 00 00 type  datagram
//  tagged destination source  81 00 tag    type or length, as above
`default_nettype none

module eth_rx (
    input  wire logic         clk,
    input  wire logic         rst,
    input  wire logic         s_valid,        // a frame's first beat
    input  wire logic [511:0] s_data,
    input  wire logic [63:0]  s_keep,
    // All 2 cycles later, held until the next frame's.
    output logic              m_tagged,
    output logic              m_snap,         // datagram at 14 + 4 * m_tagged + 8 * m_snap
    output logic              m_ipv4,
    output logic      [15:0]  m_vlan_tag,
    output logic      [10:0]  m_snap_length   // of 802.3, LLC and SNAP headers included: 8..1500
);
  localparam logic [15:0] TypeIpv4       = 16'h0800;
  localparam logic [15:0] TypeVlan       = 16'h8100;
  localparam logic [15:0] SnapLengthMin  = 16'd8;
  localparam logic [15:0] SnapLengthMax  = 16'd1500;
  localparam logic [47:0] SnapHeader     = 48'h00_00_00_03_AA_AA;  // first byte in bits 7:0

  // A field of two bytes, as a number.
  function automatic [15:0] field(input [15:0] bytes);
    field = {bytes[7:0], bytes[15:8]};
  endfunction
  function automatic is_snap_length(input [15:0] value);
    is_snap_length = value >= SnapLengthMin && value <= SnapLengthMax;
  endfunction

  // --- s1: compare, for an untagged ([0]) and a tagged ([1]) frame
  logic        s1_valid_q, s1_tagged_q;
  logic [1:0]  s1_snap_q, s1_ipv4_q, s1_snap_ipv4_q;
  logic [15:0] s1_tag_q;
  logic [21:0] s1_length_q;
  always_ff @(posedge clk) begin
    s1_valid_q <= s_valid && !rst;
    if (s_valid) begin
      s1_tagged_q <= field(s_data[8*12+:16]) == TypeVlan && s_keep[17];
      s1_tag_q    <= field(s_data[8*14+:16]);
      for (int t = 0; t < 2; t++) begin
        s1_ipv4_q[t]            <= field(s_data[8*(12+4*t)+:16]) == TypeIpv4;
        s1_snap_ipv4_q[t]       <= field(s_data[8*(20+4*t)+:16]) == TypeIpv4;
        s1_snap_q[t]            <= is_snap_length(field(s_data[8*(12+4*t)+:16])) &&
                                   s_data[8*(14+4*t)+:48] == SnapHeader && s_keep[21+4*t];
        s1_length_q[11*t+:11]   <= {s_data[8*(12+4*t)+:3], s_data[8*(13+4*t)+:8]};
      end
    end
  end

  // --- s2: choose
  always_ff @(posedge clk) begin
    if (s1_valid_q) begin
      m_tagged      <= s1_tagged_q;
      m_snap        <= s1_snap_q[s1_tagged_q];
      m_ipv4        <= s1_snap_q[s1_tagged_q] ? s1_snap_ipv4_q[s1_tagged_q] : s1_ipv4_q[s1_tagged_q];
      m_vlan_tag    <= s1_tag_q;
      m_snap_length <= s1_tagged_q ? s1_length_q[21:11] : s1_length_q[10:0];
    end
  end

  logic unused_bits;
  assign unused_bits = &{1'b0, s_data[511:208], s_data[95:0], s_keep[63:26], s_keep[24:22], s_keep[20:18], s_keep[16:0]};
endmodule

`default_nettype wire
