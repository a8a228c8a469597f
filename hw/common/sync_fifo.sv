// sync_fifo: queue of up to Depth words of W bits, in distributed RAM; the first word falls through.
// Latency 1 cycle, 1 word in and 1 out per cycle; s_tready and m_tdata come from registers. Stalls, never loses.
// `count`: words inside, as of the last edge. For deep queues of wide words use deep_fifo.
`default_nettype none
`include "flue_assert.svh"

module sync_fifo #(
    parameter  int unsigned W      = 8,
    parameter  int unsigned Depth  = 16,
    localparam int unsigned CountW = $clog2(Depth + 1)
) (
    input  wire logic              clk,
    input  wire logic              rst,
    input  wire logic              s_tvalid,
    output logic                   s_tready,
    input  wire logic [W-1:0]      s_tdata,
    output logic                   m_tvalid,
    input  wire logic              m_tready,
    output logic      [W-1:0]      m_tdata,
    output logic      [CountW-1:0] count
);
  localparam int unsigned AddrW = $clog2(Depth);

  if (Depth < 2 || (Depth & (Depth - 1)) != 0) $error("Depth must be a power of two, at least 2");

  // --- What moves: words go to the output register directly when nothing waits in `mem`
  logic push, pop, out_free, to_mem, from_mem;
  logic out_valid_q, full_q, mem_empty_q;
  assign s_tready = !full_q;
  assign m_tvalid = out_valid_q;
  assign push     = s_tvalid && !full_q;
  assign pop      = out_valid_q && m_tready;
  assign out_free = !out_valid_q || m_tready;
  assign to_mem   = push && !(out_free && mem_empty_q);
  assign from_mem = out_free && !mem_empty_q;

  // --- Storage
  logic [W-1:0]     mem[0:Depth-1];
  logic [W-1:0]     out_q;
  logic [AddrW-1:0] wr_ptr_q, rd_ptr_q;
  assign m_tdata = out_q;

  always_ff @(posedge clk) begin
    if (to_mem) mem[wr_ptr_q] <= s_tdata;
    if (out_free) out_q <= mem_empty_q ? s_tdata : mem[rd_ptr_q];
  end

  // --- Occupancy: full and empty are bits of their own, decided a cycle ahead
  logic [CountW-1:0] count_q, mem_count_q;
  assign count = count_q;

  always_ff @(posedge clk) begin
    if (rst) begin
      out_valid_q <= 1'b0;
      wr_ptr_q    <= '0;
      rd_ptr_q    <= '0;
      count_q     <= '0;
      mem_count_q <= '0;
      full_q      <= 1'b0;
      mem_empty_q <= 1'b1;
    end else begin
      if (out_free) out_valid_q <= push || !mem_empty_q;
      if (to_mem) wr_ptr_q <= wr_ptr_q + 1'b1;
      if (from_mem) rd_ptr_q <= rd_ptr_q + 1'b1;
      if (push != pop) count_q <= push ? count_q + 1'b1 : count_q - 1'b1;
      if (to_mem != from_mem) mem_count_q <= to_mem ? mem_count_q + 1'b1 : mem_count_q - 1'b1;
      full_q      <= full_q ? !pop : (push && !pop && count_q == CountW'(Depth - 1));
      mem_empty_q <= mem_empty_q ? !to_mem : (from_mem && !to_mem && mem_count_q == CountW'(1));
    end
  end

  // The output is stable, the count is right and stays in range, and a word in `mem` means one at the output.
  `ASSERT_STABLE(m_stable, m_tvalid, m_tready, m_tdata)
  `ASSERT(count_adds_up, count_q == mem_count_q + CountW'(out_valid_q) && count_q <= CountW'(Depth))
  `ASSERT(full_is_full, full_q == (count_q == CountW'(Depth)))
  `ASSERT(empty_is_empty, mem_empty_q == (mem_count_q == 0) && (mem_empty_q || out_valid_q))

`ifdef FORMAL
`include "sync_fifo.svh"
`endif
endmodule

`default_nettype wire
