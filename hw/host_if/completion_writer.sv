// completion_writer: keeps the Completion record in host memory up to date with the queues' progress, one write at a time,
// and tells the registers (and so the interrupt) of progress only when the record says it: a host that reads the record
// after an interrupt misses nothing. With cfg_completion 0 the registers follow at once (1 cycle).
`default_nettype none
`include "flue_assert.svh"

module completion_writer #(
    parameter logic [31:0] FirstEntry = 32'd0  // as the queues have it
) (
    input  wire logic                            clk,
    input  wire logic                            rst,
    input  wire logic [63:0]                     cfg_completion,
    input  wire logic [31:0]                     s_slow_rx_tail,
    input  wire logic [31:0]                     s_slow_tx_head,
    output logic                                 m_cmd_tvalid,
    input  wire logic                            m_cmd_tready,
    output logic      [flue_pkg::DmaCmdBits-1:0] m_cmd_tdata,
    output logic                                 m_data_tvalid,
    input  wire logic                            m_data_tready,
    output logic      [511:0]                    m_data_tdata,
    input  wire logic                            s_done,
    output logic      [31:0]                     stat_slow_rx_tail,
    output logic      [31:0]                     stat_slow_tx_head,
    output logic                                 stat_idle
);
  logic        busy_q, cmd_valid_q, data_valid_q, news, begin_write;
  logic [31:0] rx_tail_q, tx_head_q, told_rx_tail_q, told_tx_head_q;
  logic        addressed_q;
  assign news        = s_slow_rx_tail != told_rx_tail_q || s_slow_tx_head != told_tx_head_q;
  assign begin_write = news && !busy_q && addressed_q;

  always_ff @(posedge clk) begin
    if (rst) begin
      busy_q         <= 1'b0;
      cmd_valid_q    <= 1'b0;
      data_valid_q   <= 1'b0;
      addressed_q    <= 1'b0;
      told_rx_tail_q <= FirstEntry;
      told_tx_head_q <= FirstEntry;
    end else begin
      addressed_q  <= cfg_completion != 64'd0;
      busy_q       <= busy_q ? !s_done : begin_write;
      cmd_valid_q  <= cmd_valid_q ? !m_cmd_tready : begin_write;
      data_valid_q <= data_valid_q ? !m_data_tready : begin_write;
      if (busy_q && s_done) begin
        told_rx_tail_q <= rx_tail_q;
        told_tx_head_q <= tx_head_q;
      end else if (!busy_q && !addressed_q) begin
        told_rx_tail_q <= s_slow_rx_tail;
        told_tx_head_q <= s_slow_tx_head;
      end
    end
  end
  always_ff @(posedge clk) begin
    if (begin_write) begin
      rx_tail_q <= s_slow_rx_tail;
      tx_head_q <= s_slow_tx_head;
    end
  end

  flue_pkg::dma_cmd_t             cmd;
  flue_contract_pkg::completion_t record;
  always_comb begin
    cmd                 = '0;
    cmd.addr            = cfg_completion;
    cmd.length          = 17'(flue_contract_pkg::BusBytes);
    record              = '0;
    record.slow_tx_head = tx_head_q;
    record.slow_rx_tail = rx_tail_q;
  end
  assign m_cmd_tvalid      = cmd_valid_q;
  assign m_cmd_tdata       = cmd;
  assign m_data_tvalid     = data_valid_q;
  assign m_data_tdata      = record;
  assign stat_slow_rx_tail = told_rx_tail_q;
  assign stat_slow_tx_head = told_tx_head_q;
  assign stat_idle         = !busy_q && !news;

  `ASSERT_STABLE(m_cmd_stable, m_cmd_tvalid, m_cmd_tready, m_cmd_tdata)
  `ASSERT_STABLE(m_data_stable, m_data_tvalid, m_data_tready, m_data_tdata)
  `ASSERT(done_is_expected, !s_done || busy_q)
endmodule

`default_nettype wire
