// dma_read_mux: N clients share one dma_read. Commands are taken in turn; the bytes come back in the order of the
// commands, so a client that is slow to take its own holds up the others.
// Latency 1 cycle for commands and 0 for data; 1 command and 1 beat per cycle. Stalls, never loses.
`default_nettype none
`include "flue_assert.svh"

module dma_read_mux #(
    parameter  int unsigned N = 2,
    localparam int unsigned C = flue_pkg::DmaCmdBits
) (
    input  wire logic           clk,
    input  wire logic           rst,
    input  wire logic [N-1:0]   s_cmd_tvalid,
    output logic      [N-1:0]   s_cmd_tready,
    input  wire logic [N*C-1:0] s_cmd_tdata,
    output logic      [511:0]   m_data_tdata,  // the same for all
    output logic      [63:0]    m_data_tkeep,
    output logic      [N-1:0]   m_data_tvalid,
    input  wire logic [N-1:0]   m_data_tready,
    output logic                m_data_tlast,
    output logic                m_cmd_tvalid,
    input  wire logic           m_cmd_tready,
    output logic      [C-1:0]   m_cmd_tdata,
    input  wire logic [511:0]   s_data_tdata,
    input  wire logic [63:0]    s_data_tkeep,
    input  wire logic           s_data_tvalid,
    output logic                s_data_tready,
    input  wire logic           s_data_tlast,
    output logic                stat_idle      // the bytes of every command taken have come
);
  logic         cmd_tvalid, cmd_tready, owned, owner_tready;
  logic [N-1:0] grant, owner;
  cmd_mux #(.N(N)) u_cmd (
      .clk(clk), .rst(rst), .s_tvalid(s_cmd_tvalid), .s_tready(s_cmd_tready), .s_tdata(s_cmd_tdata),
      .m_tvalid(cmd_tvalid), .m_tready(cmd_tready), .m_tdata(m_cmd_tdata), .m_owner(grant)
  );
  assign cmd_tready   = m_cmd_tready && owner_tready;
  assign m_cmd_tvalid = cmd_tvalid && owner_tready;

  logic [6:0] waiting;
  sync_fifo #(.W(N), .Depth(64)) u_owner (
      .clk(clk), .rst(rst), .s_tvalid(cmd_tvalid && m_cmd_tready), .s_tready(owner_tready), .s_tdata(grant),
      .m_tvalid(owned), .m_tready(s_data_tvalid && s_data_tready && s_data_tlast), .m_tdata(owner), .count(waiting)
  );

  assign m_data_tdata  = s_data_tdata;
  assign m_data_tkeep  = s_data_tkeep;
  assign m_data_tlast  = s_data_tlast;
  assign m_data_tvalid = owned && s_data_tvalid ? owner : '0;
  assign s_data_tready = owned && |(m_data_tready & owner);
  assign stat_idle     = !cmd_tvalid && waiting == 7'd0;

  `ASSERT_STABLE(m_cmd_stable, m_cmd_tvalid, m_cmd_tready, m_cmd_tdata)
  `ASSERT(data_is_expected, !s_data_tvalid || owned)
endmodule

`default_nettype wire
