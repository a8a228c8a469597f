// dma_write_mux: N clients share one dma_write. Commands are taken in turn; the data follow in the order of the commands,
// so a client whose command was taken must send its data without waiting for another client's. m_done pulses for the
// client whose command is done.
// Latency 1 cycle for commands and 0 for data; 1 command and 1 beat per cycle. Stalls, never loses.
`default_nettype none
`include "flue_assert.svh"

module dma_write_mux #(
    parameter  int unsigned N = 2,
    localparam int unsigned C = flue_pkg::DmaCmdBits
) (
    input  wire logic             clk,
    input  wire logic             rst,
    input  wire logic [N-1:0]     s_cmd_tvalid,
    output logic      [N-1:0]     s_cmd_tready,
    input  wire logic [N*C-1:0]   s_cmd_tdata,
    input  wire logic [N*512-1:0] s_data_tdata,
    input  wire logic [N*64-1:0]  s_data_tkeep,
    input  wire logic [N-1:0]     s_data_tvalid,
    output logic      [N-1:0]     s_data_tready,
    input  wire logic [N-1:0]     s_data_tlast,
    output logic      [N-1:0]     m_done_tvalid,
    output logic                  m_cmd_tvalid,
    input  wire logic             m_cmd_tready,
    output logic      [C-1:0]     m_cmd_tdata,
    output logic      [511:0]     m_data_tdata,
    output logic      [63:0]      m_data_tkeep,
    output logic                  m_data_tvalid,
    input  wire logic             m_data_tready,
    output logic                  m_data_tlast,
    input  wire logic             s_done_tvalid,
    output logic                  stat_idle      // every command taken is done
);
  // --- Commands, and whose they were: for the data, and for the word that they are done
  logic [N-1:0] data_owner, done_owner;
  logic         cmd_tvalid, cmd_tready, data_owned, done_owned, to_data_tready, to_done_tready, take;
  logic [N-1:0] grant;
  logic [C-1:0] cmd_tdata;
  cmd_mux #(.N(N)) u_cmd (
      .clk(clk), .rst(rst), .s_tvalid(s_cmd_tvalid), .s_tready(s_cmd_tready), .s_tdata(s_cmd_tdata),
      .m_tvalid(cmd_tvalid), .m_tready(take), .m_tdata(cmd_tdata), .m_owner(grant)
  );
  assign cmd_tready   = m_cmd_tready && to_data_tready && to_done_tready;
  assign take         = cmd_tready;
  assign m_cmd_tvalid = cmd_tvalid && to_data_tready && to_done_tready;
  assign m_cmd_tdata  = cmd_tdata;

  logic [6:0] unused_data_count;
  logic [6:0] undone;
  sync_fifo #(.W(N), .Depth(64)) u_data_owner (
      .clk(clk), .rst(rst), .s_tvalid(cmd_tvalid && take), .s_tready(to_data_tready), .s_tdata(grant),
      .m_tvalid(data_owned), .m_tready(m_data_tvalid && m_data_tready && m_data_tlast), .m_tdata(data_owner),
      .count(unused_data_count)
  );
  sync_fifo #(.W(N), .Depth(64)) u_done_owner (
      .clk(clk), .rst(rst), .s_tvalid(cmd_tvalid && take), .s_tready(to_done_tready), .s_tdata(grant),
      .m_tvalid(done_owned), .m_tready(s_done_tvalid), .m_tdata(done_owner), .count(undone)
  );

  // --- Data
  assign m_data_tvalid = data_owned && |(s_data_tvalid & data_owner);
  assign m_data_tlast  = |(s_data_tlast & data_owner);
  assign s_data_tready = data_owned && m_data_tready ? data_owner : '0;
  always_comb begin
    m_data_tdata = '0;
    m_data_tkeep = '0;
    for (int unsigned i = 0; i < N; i++) begin
      m_data_tdata = m_data_tdata | (data_owner[i] ? s_data_tdata[512*i+:512] : '0);
      m_data_tkeep = m_data_tkeep | (data_owner[i] ? s_data_tkeep[64*i+:64] : '0);
    end
  end

  assign m_done_tvalid = s_done_tvalid ? done_owner : '0;
  assign stat_idle     = !cmd_tvalid && undone == 7'd0;

  `ASSERT_STABLE(m_cmd_stable, m_cmd_tvalid, m_cmd_tready, m_cmd_tdata)
  `ASSERT_STABLE(m_data_stable, m_data_tvalid, m_data_tready, {m_data_tdata, m_data_tkeep, m_data_tlast})
  `ASSERT(done_is_expected, !s_done_tvalid || done_owned)
endmodule

`default_nettype wire
