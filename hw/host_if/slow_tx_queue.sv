// slow_tx_queue: what the host wants sent. When the doorbell (cfg_tail) moves, descriptors are read ahead, up to 16 in a
// burst and 256 in all, and handed to tx_path in order; m_head moves with each one that tx_path is done with.
// Throughput: 16 descriptors per 19 cycles. Latency: 2 cycles from the doorbell to the read command.
// A tail more than all entries beyond what was read is impossible and is ignored. While cfg_enable is off nothing is
// read; what was read stays for later.
`default_nettype none
`include "flue_assert.svh"

module slow_tx_queue #(
    parameter logic [31:0] FirstEntry = 32'd0  // where counting starts; anything but 0 is for tests of the wrap-around
) (
    input  wire logic                            clk,
    input  wire logic                            rst,
    input  wire logic                            cfg_enable,
    input  wire logic [63:0]                     cfg_desc,
    input  wire logic [3:0]                      cfg_log2,
    input  wire logic [31:0]                     cfg_tail,
    // Descriptors from dma_read: each one beat
    output logic                                 m_read_tvalid,
    input  wire logic                            m_read_tready,
    output logic      [flue_pkg::DmaCmdBits-1:0] m_read_tdata,
    input  wire logic                            s_read_tvalid,
    output logic                                 s_read_tready,
    input  wire logic [511:0]                    s_read_tdata,
    // tx_path
    output logic                                 m_desc_tvalid,
    input  wire logic                            m_desc_tready,
    output logic      [511:0]                    m_desc_tdata,
    input  wire logic                            s_done,
    output logic      [31:0]                     m_head,
    output logic                                 stat_entry_valid,
    output logic                                 stat_idle
);
  localparam int unsigned Ahead = 256;

  // --- How many to read next
  typedef enum logic [1:0] {
    StSettle,  // the numbers below follow the last command
    StCount,
    StCommand
  } state_e;
  state_e state_q, state_d;

  logic [31:0] read_q, head_q, waiting_q, entries_q;  // waiting_q: entries filled and not read
  logic [11:0] index_mask_q;
  logic [4:0]  batch, batch_q;
  logic [8:0]  held_q;  // read and not yet taken by tx_path
  logic        go, command, pop, entry_q;
  ring_batch u_batch (.cfg_log2(cfg_log2), .index(read_q[3:0]), .waiting(waiting_q), .count(batch));
  assign go      = cfg_enable && waiting_q != 32'd0 && waiting_q <= entries_q && held_q <= 9'(Ahead - 16);
  assign command = m_read_tvalid && m_read_tready;
  assign pop     = m_desc_tvalid && m_desc_tready;

  always_comb begin
    state_d = state_q;
    case (state_q)
      StSettle:  state_d = StCount;
      StCount:   if (go) state_d = StCommand;
      StCommand: if (m_read_tready) state_d = StSettle;
      default:   state_d = StSettle;
    endcase
  end

  always_ff @(posedge clk) begin
    if (rst) begin
      state_q   <= StSettle;
      read_q    <= FirstEntry;
      head_q    <= FirstEntry;
      waiting_q <= 32'd0;
      held_q    <= 9'd0;
      entry_q   <= 1'b0;
    end else begin
      state_q   <= state_d;
      waiting_q <= cfg_tail - read_q;
      entry_q   <= s_done;
      if (command) read_q <= read_q + {27'd0, batch_q};
      if (s_done) head_q <= head_q + 32'd1;
      held_q <= held_q + (command ? {4'd0, batch_q} : 9'd0) - {8'd0, pop};
    end
  end

  flue_pkg::dma_cmd_t read_cmd_q;
  always_ff @(posedge clk) begin
    entries_q    <= 32'd1 << cfg_log2;
    index_mask_q <= 12'((32'd1 << cfg_log2) - 32'd1);
    if (state_q == StCount) begin
      batch_q           <= batch;
      read_cmd_q.addr   <= cfg_desc + {46'd0, read_q[11:0] & index_mask_q, 6'd0};
      read_cmd_q.length <= {6'd0, batch, 6'd0};
    end
  end
  assign m_read_tvalid = state_q == StCommand;
  assign m_read_tdata  = read_cmd_q;

  // --- Descriptors that came
  logic [8:0] unused_count;
  deep_fifo #(.W(512), .Depth(Ahead)) u_ahead (
      .clk(clk), .rst(rst), .s_tvalid(s_read_tvalid), .s_tready(s_read_tready), .s_tdata(s_read_tdata),
      .m_tvalid(m_desc_tvalid), .m_tready(m_desc_tready), .m_tdata(m_desc_tdata), .count(unused_count)
  );

  assign m_head           = head_q;
  assign stat_entry_valid = entry_q;
  // What tx_path has not reported done counts as under way here.
  assign stat_idle = state_q == StCount && !(cfg_enable && cfg_tail != read_q) && head_q == read_q && !entry_q;

  // There is room for every descriptor that was asked for, so this client never holds up the others of dma_read.
  `ASSERT(room_for_what_comes, !s_read_tvalid || s_read_tready)
  `ASSERT(ahead_is_bounded, held_q <= 9'(Ahead))
  `ASSERT(done_was_read, !s_done || head_q != read_q)
  `ASSERT_STABLE(m_read_stable, m_read_tvalid, m_read_tready, m_read_tdata)
endmodule

`default_nettype wire
