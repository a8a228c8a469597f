// flue_core: the whole card between MAC, host memory and registers; knows no board and no vendor.
//
//   s_mac -> rx_path -> host_if -> m_axi (host memory)
//   m_mac <- tx_path <- host_if <- m_axi            csr <- s_axil: settings, counters, interrupt
//
// Takes one beat per cycle from the MAC and never stalls it; gives one per cycle to it. Every frame that arrives is
// written to host memory whole or counted under one drop reason. Latency: that of its blocks.
// `idle`: nothing in any stage, queue or on the bus; without new input nothing but copies of the time would change.
// After a bus error, when what is inside may stay there for ever: nothing has moved for 255 cycles.
`default_nettype none

module flue_core #(
    parameter logic [31:0] BuildId       = 32'd0,
    parameter int unsigned RxBufferBeats = 16384  // 1 MiB
) (
    input  wire logic         clk,
    input  wire logic         rst,
    input  wire logic [47:0]  now_us,
    // Registers
    input  wire logic [15:0]  s_axil_awaddr,
    input  wire logic         s_axil_awvalid,
    output logic              s_axil_awready,
    input  wire logic [31:0]  s_axil_wdata,
    input  wire logic [3:0]   s_axil_wstrb,
    input  wire logic         s_axil_wvalid,
    output logic              s_axil_wready,
    output logic      [1:0]   s_axil_bresp,
    output logic              s_axil_bvalid,
    input  wire logic         s_axil_bready,
    input  wire logic [15:0]  s_axil_araddr,
    input  wire logic         s_axil_arvalid,
    output logic              s_axil_arready,
    output logic      [31:0]  s_axil_rdata,
    output logic      [1:0]   s_axil_rresp,
    output logic              s_axil_rvalid,
    input  wire logic         s_axil_rready,
    output logic              interrupt,
    // Host memory; answers of one direction come in order
    output logic              m_axi_awid,
    output logic      [63:0]  m_axi_awaddr,
    output logic      [7:0]   m_axi_awlen,
    output logic      [2:0]   m_axi_awsize,
    output logic      [1:0]   m_axi_awburst,
    output logic              m_axi_awvalid,
    input  wire logic         m_axi_awready,
    output logic      [511:0] m_axi_wdata,
    output logic      [63:0]  m_axi_wstrb,
    output logic              m_axi_wlast,
    output logic              m_axi_wvalid,
    input  wire logic         m_axi_wready,
    input  wire logic         m_axi_bid,
    input  wire logic [1:0]   m_axi_bresp,
    input  wire logic         m_axi_bvalid,
    output logic              m_axi_bready,
    output logic              m_axi_arid,
    output logic      [63:0]  m_axi_araddr,
    output logic      [7:0]   m_axi_arlen,
    output logic      [2:0]   m_axi_arsize,
    output logic      [1:0]   m_axi_arburst,
    output logic              m_axi_arvalid,
    input  wire logic         m_axi_arready,
    input  wire logic         m_axi_rid,
    input  wire logic [511:0] m_axi_rdata,
    input  wire logic [1:0]   m_axi_rresp,
    input  wire logic         m_axi_rlast,
    input  wire logic         m_axi_rvalid,
    output logic              m_axi_rready,
    // MAC
    input  wire logic [511:0] s_mac_tdata,
    input  wire logic [63:0]  s_mac_tkeep,
    input  wire logic         s_mac_tvalid,
    input  wire logic         s_mac_tlast,
    input  wire logic         s_mac_tuser,  // with tlast: bad frame
    output logic      [511:0] m_mac_tdata,
    output logic      [63:0]  m_mac_tkeep,
    output logic              m_mac_tvalid,
    input  wire logic         m_mac_tready,
    output logic              m_mac_tlast,
    output logic              idle
);
  // --- Settings and state
  logic         cfg_rx_enable, cfg_tx_enable, cfg_promiscuous, cfg_all_multicast;
  logic [47:0]  cfg_mac;
  logic [15:0]  cfg_mcast_valid;
  logic [767:0] cfg_mcast;
  logic [63:0]  cfg_slow_rx_desc, cfg_slow_rx_buf, cfg_slow_tx_desc, cfg_completion;
  logic [3:0]   cfg_slow_rx_log2, cfg_slow_tx_log2;
  logic [31:0]  cfg_slow_rx_head, cfg_slow_tx_tail;
  logic [31:0]  slow_rx_tail, slow_tx_head;
  logic         rx_frame, rx_drop, slow_rx_frame, slow_rx_full, tx_frame, slow_tx_entry, slow_tx_bad;
  logic [15:0]  rx_frame_bytes, tx_frame_bytes;
  logic [7:0]   rx_drop_reason;
  logic         rx_idle, tx_idle, host_idle, csr_idle, bus_error, core_idle;

  assign core_idle = rx_idle && tx_idle && host_idle;

  csr #(.BuildId(BuildId)) u_csr (
      .clk(clk), .rst(rst),
      .s_axil_awaddr(s_axil_awaddr), .s_axil_awvalid(s_axil_awvalid), .s_axil_awready(s_axil_awready),
      .s_axil_wdata(s_axil_wdata), .s_axil_wstrb(s_axil_wstrb), .s_axil_wvalid(s_axil_wvalid),
      .s_axil_wready(s_axil_wready), .s_axil_bresp(s_axil_bresp), .s_axil_bvalid(s_axil_bvalid),
      .s_axil_bready(s_axil_bready), .s_axil_araddr(s_axil_araddr), .s_axil_arvalid(s_axil_arvalid),
      .s_axil_arready(s_axil_arready), .s_axil_rdata(s_axil_rdata), .s_axil_rresp(s_axil_rresp),
      .s_axil_rvalid(s_axil_rvalid), .s_axil_rready(s_axil_rready), .irq(interrupt),
      .cfg_rx_enable(cfg_rx_enable), .cfg_tx_enable(cfg_tx_enable), .cfg_promiscuous(cfg_promiscuous),
      .cfg_all_multicast(cfg_all_multicast), .cfg_mac(cfg_mac), .cfg_mcast_valid(cfg_mcast_valid),
      .cfg_mcast(cfg_mcast), .cfg_slow_rx_desc(cfg_slow_rx_desc), .cfg_slow_rx_buf(cfg_slow_rx_buf),
      .cfg_slow_rx_log2(cfg_slow_rx_log2), .cfg_slow_rx_head(cfg_slow_rx_head), .cfg_slow_tx_desc(cfg_slow_tx_desc),
      .cfg_slow_tx_log2(cfg_slow_tx_log2), .cfg_slow_tx_tail(cfg_slow_tx_tail), .cfg_completion(cfg_completion),
      .stat_slow_rx_tail(slow_rx_tail), .stat_slow_tx_head(slow_tx_head), .stat_core_idle(core_idle),
      .stat_bus_error(bus_error), .stat_rx_frame_valid(rx_frame), .stat_rx_frame_bytes(rx_frame_bytes),
      .stat_rx_drop_valid(rx_drop), .stat_rx_drop_reason(rx_drop_reason), .stat_slow_rx_frame_valid(slow_rx_frame),
      .stat_slow_rx_full_valid(slow_rx_full), .stat_tx_frame_valid(tx_frame), .stat_tx_frame_bytes(tx_frame_bytes),
      .stat_slow_tx_entry_valid(slow_tx_entry), .stat_slow_tx_bad_valid(slow_tx_bad), .stat_idle(csr_idle)
  );

  // --- Received frames
  logic               rx_to_host_meta_tvalid, rx_to_host_meta_tready;
  flue_pkg::rx_meta_t rx_to_host_meta_tdata;
  logic               rx_to_host_frame_tvalid, rx_to_host_frame_tready, rx_to_host_frame_tlast;
  logic [511:0]       rx_to_host_frame_tdata;
  logic [63:0]        rx_to_host_frame_tkeep;
  rx_path #(.BufferBeats(RxBufferBeats)) u_rx (
      .clk(clk), .rst(rst), .s_mac_tdata(s_mac_tdata), .s_mac_tkeep(s_mac_tkeep), .s_mac_tvalid(s_mac_tvalid),
      .s_mac_tlast(s_mac_tlast), .s_mac_tuser(s_mac_tuser), .cfg_rx_enable(cfg_rx_enable),
      .cfg_promiscuous(cfg_promiscuous), .cfg_all_multicast(cfg_all_multicast), .cfg_mac(cfg_mac),
      .cfg_mcast_valid(cfg_mcast_valid), .cfg_mcast(cfg_mcast), .now_us(now_us),
      .m_meta_tvalid(rx_to_host_meta_tvalid), .m_meta_tready(rx_to_host_meta_tready),
      .m_meta_tdata(rx_to_host_meta_tdata), .m_frame_tvalid(rx_to_host_frame_tvalid),
      .m_frame_tready(rx_to_host_frame_tready), .m_frame_tdata(rx_to_host_frame_tdata),
      .m_frame_tkeep(rx_to_host_frame_tkeep), .m_frame_tlast(rx_to_host_frame_tlast),
      .stat_frame_valid(rx_frame), .stat_frame_bytes(rx_frame_bytes), .stat_drop_valid(rx_drop),
      .stat_drop_reason(rx_drop_reason), .stat_idle(rx_idle)
  );

  // --- Frames to send
  logic                           host_to_tx_desc_tvalid, host_to_tx_desc_tready, tx_to_host_done_tvalid;
  logic [511:0]                   host_to_tx_desc_tdata;
  logic                           tx_to_host_read_tvalid, tx_to_host_read_tready;
  logic [flue_pkg::DmaCmdBits-1:0] tx_to_host_read_tdata;
  logic                           host_to_tx_read_tvalid, host_to_tx_read_tready, host_to_tx_read_tlast;
  logic [511:0]                   host_to_tx_read_tdata;
  logic [63:0]                    host_to_tx_read_tkeep;
  tx_path u_tx (
      .clk(clk), .rst(rst), .cfg_tx_enable(cfg_tx_enable),
      .s_desc_tvalid(host_to_tx_desc_tvalid), .s_desc_tready(host_to_tx_desc_tready),
      .s_desc_tdata(host_to_tx_desc_tdata), .m_read_tvalid(tx_to_host_read_tvalid),
      .m_read_tready(tx_to_host_read_tready), .m_read_tdata(tx_to_host_read_tdata),
      .s_read_tdata(host_to_tx_read_tdata), .s_read_tkeep(host_to_tx_read_tkeep),
      .s_read_tvalid(host_to_tx_read_tvalid), .s_read_tready(host_to_tx_read_tready),
      .s_read_tlast(host_to_tx_read_tlast), .m_mac_tdata(m_mac_tdata), .m_mac_tkeep(m_mac_tkeep),
      .m_mac_tvalid(m_mac_tvalid), .m_mac_tready(m_mac_tready), .m_mac_tlast(m_mac_tlast),
      .m_done_tvalid(tx_to_host_done_tvalid), .stat_frame_valid(tx_frame), .stat_frame_bytes(tx_frame_bytes),
      .stat_bad_valid(slow_tx_bad), .stat_idle(tx_idle)
  );

  // --- Host memory. Reads and writes have one id each: the host answers each direction in order
  assign m_axi_awid = 1'b0;
  assign m_axi_arid = 1'b0;
  logic [1:0] unused_ids;
  assign unused_ids = {m_axi_bid, m_axi_rid};
  host_if u_host_if (
      .clk(clk), .rst(rst), .cfg_tx_enable(cfg_tx_enable), .cfg_slow_rx_desc(cfg_slow_rx_desc),
      .cfg_slow_rx_buf(cfg_slow_rx_buf), .cfg_slow_rx_log2(cfg_slow_rx_log2), .cfg_slow_rx_head(cfg_slow_rx_head),
      .cfg_slow_tx_desc(cfg_slow_tx_desc), .cfg_slow_tx_log2(cfg_slow_tx_log2), .cfg_slow_tx_tail(cfg_slow_tx_tail),
      .cfg_completion(cfg_completion),
      .s_meta_tvalid(rx_to_host_meta_tvalid), .s_meta_tready(rx_to_host_meta_tready),
      .s_meta_tdata(rx_to_host_meta_tdata), .s_frame_tdata(rx_to_host_frame_tdata),
      .s_frame_tkeep(rx_to_host_frame_tkeep), .s_frame_tvalid(rx_to_host_frame_tvalid),
      .s_frame_tready(rx_to_host_frame_tready), .s_frame_tlast(rx_to_host_frame_tlast),
      .m_desc_tvalid(host_to_tx_desc_tvalid), .m_desc_tready(host_to_tx_desc_tready),
      .m_desc_tdata(host_to_tx_desc_tdata), .s_read_tvalid(tx_to_host_read_tvalid),
      .s_read_tready(tx_to_host_read_tready), .s_read_tdata(tx_to_host_read_tdata),
      .m_read_tdata(host_to_tx_read_tdata), .m_read_tkeep(host_to_tx_read_tkeep),
      .m_read_tvalid(host_to_tx_read_tvalid), .m_read_tready(host_to_tx_read_tready),
      .m_read_tlast(host_to_tx_read_tlast), .s_done_tvalid(tx_to_host_done_tvalid),
      .m_axi_awaddr(m_axi_awaddr), .m_axi_awlen(m_axi_awlen), .m_axi_awsize(m_axi_awsize),
      .m_axi_awburst(m_axi_awburst), .m_axi_awvalid(m_axi_awvalid), .m_axi_awready(m_axi_awready),
      .m_axi_wdata(m_axi_wdata), .m_axi_wstrb(m_axi_wstrb), .m_axi_wlast(m_axi_wlast), .m_axi_wvalid(m_axi_wvalid),
      .m_axi_wready(m_axi_wready), .m_axi_bresp(m_axi_bresp), .m_axi_bvalid(m_axi_bvalid), .m_axi_bready(m_axi_bready),
      .m_axi_araddr(m_axi_araddr), .m_axi_arlen(m_axi_arlen), .m_axi_arsize(m_axi_arsize),
      .m_axi_arburst(m_axi_arburst), .m_axi_arvalid(m_axi_arvalid), .m_axi_arready(m_axi_arready),
      .m_axi_rdata(m_axi_rdata), .m_axi_rresp(m_axi_rresp), .m_axi_rlast(m_axi_rlast), .m_axi_rvalid(m_axi_rvalid),
      .m_axi_rready(m_axi_rready), .stat_slow_rx_tail(slow_rx_tail), .stat_slow_tx_head(slow_tx_head),
      .stat_slow_rx_frame_valid(slow_rx_frame), .stat_slow_rx_full_valid(slow_rx_full),
      .stat_slow_tx_entry_valid(slow_tx_entry), .stat_bus_error(bus_error), .stat_idle(host_idle)
  );

  // --- Idle. After a bus error the host may still owe answers: whoever skips cycles knows that of the bus itself
  logic [7:0] still_q;
  logic       moves, stuck_q;
  assign moves = s_mac_tvalid || m_mac_tvalid || m_axi_awvalid || m_axi_wvalid || m_axi_bvalid || m_axi_arvalid ||
      m_axi_rvalid || (rx_to_host_meta_tvalid && rx_to_host_meta_tready) ||
      (rx_to_host_frame_tvalid && rx_to_host_frame_tready) || (host_to_tx_desc_tvalid && host_to_tx_desc_tready) ||
      (host_to_tx_read_tvalid && host_to_tx_read_tready) || (tx_to_host_read_tvalid && tx_to_host_read_tready);
  always_ff @(posedge clk) begin
    if (rst || !bus_error || moves) still_q <= '0;
    else if (still_q != 8'd255) still_q <= still_q + 8'd1;
    stuck_q <= !rst && bus_error && !moves && still_q == 8'd255;
  end
  assign idle = (core_idle || stuck_q) && csr_idle && !s_mac_tvalid && !m_axi_bvalid && !m_axi_rvalid;
endmodule

`default_nettype wire
