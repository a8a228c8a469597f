// host_if: everything between the card's data path and host memory: the queues, and one AXI4 port that they share with
// the bytes that tx_path reads.
//
//   rx_path -> slow_rx_queue -frames, descriptors-> dma_write_mux -> dma_write -> AW W B
//                    \- tail -> completion_writer ----/
//   tx_path <- slow_tx_queue -descriptors-> dma_read_mux -> dma_read -> AR R
//          \------------------ payload ---------/
//
// One beat per cycle each way. A full slow_rx drops whole frames and never stalls rx_path.
// After an error response (stat_bus_error, until reset) no command is begun in either direction: nothing more is written,
// nothing more is handed to tx_path, frames stay in rx_path until its buffer drops them.
`default_nettype none

module host_if #(
    parameter  logic [31:0] FirstEntry = 32'd0,  // where the queues count from; not 0 only in tests of the wrap-around
    localparam int unsigned C          = flue_pkg::DmaCmdBits
) (
    input  wire logic                 clk,
    input  wire logic                 rst,
    input  wire logic                 cfg_tx_enable,
    input  wire logic [63:0]          cfg_slow_rx_desc,
    input  wire logic [63:0]          cfg_slow_rx_buf,
    input  wire logic [3:0]           cfg_slow_rx_log2,
    input  wire logic [31:0]          cfg_slow_rx_head,
    input  wire logic [63:0]          cfg_slow_tx_desc,
    input  wire logic [3:0]           cfg_slow_tx_log2,
    input  wire logic [31:0]          cfg_slow_tx_tail,
    input  wire logic [63:0]          cfg_completion,
    // rx_path
    input  wire logic                 s_meta_tvalid,
    output logic                      s_meta_tready,
    input  wire flue_pkg::rx_meta_t   s_meta_tdata,
    input  wire logic [511:0]         s_frame_tdata,
    input  wire logic [63:0]          s_frame_tkeep,
    input  wire logic                 s_frame_tvalid,
    output logic                      s_frame_tready,
    input  wire logic                 s_frame_tlast,
    // tx_path
    output logic                      m_desc_tvalid,
    input  wire logic                 m_desc_tready,
    output logic      [511:0]         m_desc_tdata,
    input  wire logic                 s_read_tvalid,
    output logic                      s_read_tready,
    input  wire logic [C-1:0]         s_read_tdata,
    output logic      [511:0]         m_read_tdata,
    output logic      [63:0]          m_read_tkeep,
    output logic                      m_read_tvalid,
    input  wire logic                 m_read_tready,
    output logic                      m_read_tlast,
    input  wire logic                 s_done_tvalid,
    // Host memory
    output logic      [63:0]          m_axi_awaddr,
    output logic      [7:0]           m_axi_awlen,
    output logic      [2:0]           m_axi_awsize,
    output logic      [1:0]           m_axi_awburst,
    output logic                      m_axi_awvalid,
    input  wire logic                 m_axi_awready,
    output logic      [511:0]         m_axi_wdata,
    output logic      [63:0]          m_axi_wstrb,
    output logic                      m_axi_wlast,
    output logic                      m_axi_wvalid,
    input  wire logic                 m_axi_wready,
    input  wire logic [1:0]           m_axi_bresp,
    input  wire logic                 m_axi_bvalid,
    output logic                      m_axi_bready,
    output logic      [63:0]          m_axi_araddr,
    output logic      [7:0]           m_axi_arlen,
    output logic      [2:0]           m_axi_arsize,
    output logic      [1:0]           m_axi_arburst,
    output logic                      m_axi_arvalid,
    input  wire logic                 m_axi_arready,
    input  wire logic [511:0]         m_axi_rdata,
    input  wire logic [1:0]           m_axi_rresp,
    input  wire logic                 m_axi_rlast,
    input  wire logic                 m_axi_rvalid,
    output logic                      m_axi_rready,
    output logic      [31:0]          stat_slow_rx_tail,
    output logic      [31:0]          stat_slow_tx_head,
    output logic                      stat_slow_rx_frame_valid,
    output logic                      stat_slow_rx_full_valid,
    output logic                      stat_slow_tx_entry_valid,
    output logic                      stat_bus_error,
    output logic                      stat_idle
);
  logic write_error, read_error;
  assign stat_bus_error = write_error || read_error;

  // --- Received frames: writers 0 (frames) and 1 (descriptors)
  logic [2:0]     w_cmd_tvalid, w_cmd_tready, w_tvalid, w_tready, w_tlast, w_done;
  logic [3*C-1:0] w_cmd_tdata;
  logic [1535:0]  w_tdata;
  logic [191:0]   w_tkeep;
  logic [31:0]    rx_tail, tx_head;
  logic           rx_idle, tx_idle, completion_idle, write_mux_idle, read_mux_idle, write_idle, read_idle;
  slow_rx_queue #(.FirstEntry(FirstEntry)) u_slow_rx (
      .clk(clk), .rst(rst), .cfg_desc(cfg_slow_rx_desc), .cfg_buf(cfg_slow_rx_buf), .cfg_log2(cfg_slow_rx_log2),
      .cfg_head(cfg_slow_rx_head),
      .s_meta_tvalid(s_meta_tvalid), .s_meta_tready(s_meta_tready), .s_meta_tdata(s_meta_tdata),
      .s_frame_tvalid(s_frame_tvalid), .s_frame_tready(s_frame_tready), .s_frame_tdata(s_frame_tdata),
      .s_frame_tkeep(s_frame_tkeep), .s_frame_tlast(s_frame_tlast),
      .m_frame_cmd_tvalid(w_cmd_tvalid[0]), .m_frame_cmd_tready(w_cmd_tready[0]), .m_frame_cmd_tdata(w_cmd_tdata[C-1:0]),
      .m_frame_tvalid(w_tvalid[0]), .m_frame_tready(w_tready[0]), .m_frame_tdata(w_tdata[511:0]),
      .m_frame_tkeep(w_tkeep[63:0]), .m_frame_tlast(w_tlast[0]), .s_frame_done(w_done[0]),
      .m_desc_cmd_tvalid(w_cmd_tvalid[1]), .m_desc_cmd_tready(w_cmd_tready[1]), .m_desc_cmd_tdata(w_cmd_tdata[2*C-1:C]),
      .m_desc_tvalid(w_tvalid[1]), .m_desc_tready(w_tready[1]), .m_desc_tdata(w_tdata[1023:512]),
      .m_desc_tlast(w_tlast[1]), .s_desc_done(w_done[1]),
      .m_tail(rx_tail), .stat_frame_valid(stat_slow_rx_frame_valid), .stat_full_valid(stat_slow_rx_full_valid),
      .stat_idle(rx_idle)
  );
  assign w_tkeep[191:64] = '1;

  // --- Progress: writer 2
  completion_writer #(.FirstEntry(FirstEntry)) u_completion (
      .clk(clk), .rst(rst), .cfg_completion(cfg_completion), .s_slow_rx_tail(rx_tail), .s_slow_tx_head(tx_head),
      .m_cmd_tvalid(w_cmd_tvalid[2]), .m_cmd_tready(w_cmd_tready[2]), .m_cmd_tdata(w_cmd_tdata[3*C-1:2*C]),
      .m_data_tvalid(w_tvalid[2]), .m_data_tready(w_tready[2]), .m_data_tdata(w_tdata[1535:1024]), .s_done(w_done[2]),
      .stat_slow_rx_tail(stat_slow_rx_tail), .stat_slow_tx_head(stat_slow_tx_head), .stat_idle(completion_idle)
  );
  assign w_tlast[2] = 1'b1;

  logic         mux_to_write_cmd_tvalid, mux_to_write_cmd_tready, mux_to_write_tvalid, mux_to_write_tready;
  logic         mux_to_write_tlast, write_to_mux_done;
  logic [C-1:0] mux_to_write_cmd_tdata;
  logic [511:0] mux_to_write_tdata;
  logic [63:0]  mux_to_write_tkeep;
  dma_write_mux #(.N(3)) u_write_mux (
      .clk(clk), .rst(rst), .s_cmd_tvalid(w_cmd_tvalid), .s_cmd_tready(w_cmd_tready), .s_cmd_tdata(w_cmd_tdata),
      .s_data_tdata(w_tdata), .s_data_tkeep(w_tkeep), .s_data_tvalid(w_tvalid), .s_data_tready(w_tready),
      .s_data_tlast(w_tlast), .m_done_tvalid(w_done),
      .m_cmd_tvalid(mux_to_write_cmd_tvalid), .m_cmd_tready(mux_to_write_cmd_tready),
      .m_cmd_tdata(mux_to_write_cmd_tdata), .m_data_tdata(mux_to_write_tdata), .m_data_tkeep(mux_to_write_tkeep),
      .m_data_tvalid(mux_to_write_tvalid), .m_data_tready(mux_to_write_tready), .m_data_tlast(mux_to_write_tlast),
      .s_done_tvalid(write_to_mux_done), .stat_idle(write_mux_idle)
  );
  dma_write u_write (
      .clk(clk), .rst(rst), .stop(stat_bus_error),
      .s_cmd_tvalid(mux_to_write_cmd_tvalid), .s_cmd_tready(mux_to_write_cmd_tready),
      .s_cmd_tdata(mux_to_write_cmd_tdata), .s_data_tdata(mux_to_write_tdata), .s_data_tkeep(mux_to_write_tkeep),
      .s_data_tvalid(mux_to_write_tvalid), .s_data_tready(mux_to_write_tready), .s_data_tlast(mux_to_write_tlast),
      .m_done_tvalid(write_to_mux_done),
      .m_axi_awaddr(m_axi_awaddr), .m_axi_awlen(m_axi_awlen), .m_axi_awsize(m_axi_awsize),
      .m_axi_awburst(m_axi_awburst), .m_axi_awvalid(m_axi_awvalid), .m_axi_awready(m_axi_awready),
      .m_axi_wdata(m_axi_wdata), .m_axi_wstrb(m_axi_wstrb), .m_axi_wlast(m_axi_wlast), .m_axi_wvalid(m_axi_wvalid),
      .m_axi_wready(m_axi_wready), .m_axi_bresp(m_axi_bresp), .m_axi_bvalid(m_axi_bvalid), .m_axi_bready(m_axi_bready),
      .stat_error(write_error), .stat_idle(write_idle)
  );

  // --- Frames to send: readers 0 (descriptors) and 1 (tx_path's bytes)
  logic [1:0]     r_cmd_tvalid, r_cmd_tready, r_tvalid, r_tready;
  logic [2*C-1:0] r_cmd_tdata;
  slow_tx_queue #(.FirstEntry(FirstEntry)) u_slow_tx (
      .clk(clk), .rst(rst), .cfg_enable(cfg_tx_enable), .cfg_desc(cfg_slow_tx_desc), .cfg_log2(cfg_slow_tx_log2),
      .cfg_tail(cfg_slow_tx_tail),
      .m_read_tvalid(r_cmd_tvalid[0]), .m_read_tready(r_cmd_tready[0]), .m_read_tdata(r_cmd_tdata[C-1:0]),
      .s_read_tvalid(r_tvalid[0]), .s_read_tready(r_tready[0]), .s_read_tdata(m_read_tdata),
      .m_desc_tvalid(m_desc_tvalid), .m_desc_tready(m_desc_tready), .m_desc_tdata(m_desc_tdata), .s_done(s_done_tvalid),
      .m_head(tx_head), .stat_entry_valid(stat_slow_tx_entry_valid), .stat_idle(tx_idle)
  );
  assign r_cmd_tvalid[1]      = s_read_tvalid;
  assign s_read_tready        = r_cmd_tready[1];
  assign r_cmd_tdata[2*C-1:C] = s_read_tdata;
  assign m_read_tvalid        = r_tvalid[1];
  assign r_tready[1]          = m_read_tready;

  logic         mux_to_read_cmd_tvalid, mux_to_read_cmd_tready, read_to_mux_tvalid, read_to_mux_tready, read_to_mux_tlast;
  logic [C-1:0] mux_to_read_cmd_tdata;
  logic [511:0] read_to_mux_tdata;
  logic [63:0]  read_to_mux_tkeep;
  dma_read_mux #(.N(2)) u_read_mux (
      .clk(clk), .rst(rst), .s_cmd_tvalid(r_cmd_tvalid), .s_cmd_tready(r_cmd_tready), .s_cmd_tdata(r_cmd_tdata),
      .m_data_tdata(m_read_tdata), .m_data_tkeep(m_read_tkeep), .m_data_tvalid(r_tvalid), .m_data_tready(r_tready),
      .m_data_tlast(m_read_tlast),
      .m_cmd_tvalid(mux_to_read_cmd_tvalid), .m_cmd_tready(mux_to_read_cmd_tready),
      .m_cmd_tdata(mux_to_read_cmd_tdata), .s_data_tdata(read_to_mux_tdata), .s_data_tkeep(read_to_mux_tkeep),
      .s_data_tvalid(read_to_mux_tvalid), .s_data_tready(read_to_mux_tready), .s_data_tlast(read_to_mux_tlast),
      .stat_idle(read_mux_idle)
  );
  dma_read u_read (
      .clk(clk), .rst(rst), .stop(stat_bus_error),
      .s_cmd_tvalid(mux_to_read_cmd_tvalid), .s_cmd_tready(mux_to_read_cmd_tready),
      .s_cmd_tdata(mux_to_read_cmd_tdata), .m_data_tdata(read_to_mux_tdata), .m_data_tkeep(read_to_mux_tkeep),
      .m_data_tvalid(read_to_mux_tvalid), .m_data_tready(read_to_mux_tready), .m_data_tlast(read_to_mux_tlast),
      .m_axi_araddr(m_axi_araddr), .m_axi_arlen(m_axi_arlen), .m_axi_arsize(m_axi_arsize),
      .m_axi_arburst(m_axi_arburst), .m_axi_arvalid(m_axi_arvalid), .m_axi_arready(m_axi_arready),
      .m_axi_rdata(m_axi_rdata), .m_axi_rresp(m_axi_rresp), .m_axi_rlast(m_axi_rlast), .m_axi_rvalid(m_axi_rvalid),
      .m_axi_rready(m_axi_rready), .stat_error(read_error), .stat_idle(read_idle)
  );

  assign stat_idle = rx_idle && tx_idle && completion_idle && write_mux_idle && read_mux_idle && write_idle && read_idle;
endmodule

`default_nettype wire
