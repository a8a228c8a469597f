// cmd_mux: DMA commands of N clients in turn, each with the one-hot number of its owner.
// Latency 1 cycle, 1 command per cycle; a client that waits is served within N commands. Stalls, never loses.
`default_nettype none
`include "flue_assert.svh"

module cmd_mux #(
    parameter  int unsigned N = 2,
    localparam int unsigned C = flue_pkg::DmaCmdBits
) (
    input  wire logic           clk,
    input  wire logic           rst,
    input  wire logic [N-1:0]   s_tvalid,
    output logic      [N-1:0]   s_tready,
    input  wire logic [N*C-1:0] s_tdata,
    output logic                m_tvalid,
    input  wire logic           m_tready,
    output logic      [C-1:0]   m_tdata,
    output logic      [N-1:0]   m_owner
);
  logic         skid_tready;
  logic [N-1:0] grant;
  logic [C-1:0] chosen;
  rr_arbiter #(.N(N)) u_turn (
      .clk(clk), .rst(rst), .request(s_tvalid), .advance(skid_tready), .grant(grant)
  );
  assign s_tready = skid_tready ? grant : '0;
  always_comb begin
    chosen = '0;
    for (int unsigned i = 0; i < N; i++) chosen = chosen | (grant[i] ? s_tdata[C*i+:C] : '0);
  end
  skid_buffer #(.W(N + C)) u_skid (
      .clk(clk), .rst(rst), .s_tvalid(|s_tvalid), .s_tready(skid_tready), .s_tdata({grant, chosen}),
      .m_tvalid(m_tvalid), .m_tready(m_tready), .m_tdata({m_owner, m_tdata})
  );
endmodule

`default_nettype wire
