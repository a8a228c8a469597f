// mac_filter: is a frame for this host? Own address, broadcast, joined groups; all groups or all frames on request.
// Latency 2 cycles, 1 frame per cycle; no back-pressure, drops nothing itself. LINK-08, LINK-11.
`default_nettype none

module mac_filter (
    input  wire logic          clk,
    input  wire logic          rst,
    input  wire logic          cfg_promiscuous,
    input  wire logic          cfg_all_multicast,
    input  wire logic [47:0]   cfg_mac,            // first byte on the wire in bits 7:0, as in a frame
    input  wire logic [15:0]   cfg_mcast_valid,
    input  wire logic [767:0]  cfg_mcast,          // 16 addresses
    input  wire logic          s_valid,            // a frame's first beat
    input  wire logic [47:0]   s_destination,
    output logic               m_pass              // 2 cycles later, held until the next frame's
);

  // --- s1: compare
  logic        s1_valid_q, s1_own_q, s1_broadcast_q, s1_group_q, s1_promiscuous_q, s1_all_groups_q;
  logic [15:0] s1_joined_q;
  always_ff @(posedge clk) begin
    s1_valid_q <= s_valid && !rst;
    if (s_valid) begin
      s1_own_q         <= s_destination == cfg_mac;
      s1_broadcast_q   <= &s_destination;
      s1_group_q       <= s_destination[0];
      s1_promiscuous_q <= cfg_promiscuous;
      s1_all_groups_q  <= cfg_all_multicast;
      for (int i = 0; i < 16; i++) s1_joined_q[i] <= cfg_mcast_valid[i] && s_destination == cfg_mcast[48*i+:48];
    end
  end

  // --- s2: choose
  always_ff @(posedge clk) begin
    if (s1_valid_q) begin
      m_pass <= s1_promiscuous_q || s1_own_q || s1_broadcast_q || (s1_group_q && (s1_all_groups_q || |s1_joined_q));
    end
  end
endmodule

`default_nettype wire
