// deep_fifo: queue of up to Depth words of W bits in block RAM, the first word falls through; ports as sync_fifo.
// Latency 3 cycles, 1 word in and 1 out per cycle; s_tready and m_tdata come from registers. Stalls, never loses.
// `count`: words inside, as of the last edge.
`default_nettype none
`include "flue_assert.svh"

module deep_fifo #(
    parameter  int unsigned W      = 8,
    parameter  int unsigned Depth  = 512,
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

  if (Depth < 8 || (Depth & (Depth - 1)) != 0) $error("Depth must be a power of two, at least 8");

  // --- Write side
  logic push, pop, full_q;
  assign s_tready = !full_q;
  assign push     = s_tvalid && !full_q;
  assign pop      = m_tvalid && m_tready;

  // --- Reads run ahead into a short queue, never more than it can take: words read or under way are `ahead_q`
  logic [AddrW-1:0]  wr_ptr_q, rd_ptr_q;
  logic [CountW-1:0] count_q, mem_count_q;
  logic [2:0]        ahead_q;
  logic              mem_empty_q, read, rd_valid_q;
  logic [W-1:0]      rd_data;
  assign count = count_q;
  assign read  = !mem_empty_q && !ahead_q[2];

  ram_1r1w #(.W(W), .Depth(Depth)) u_ram (
      .clk(clk), .rst(rst), .wr_en(push), .wr_addr(wr_ptr_q), .wr_data(s_tdata),
      .rd_en(read), .rd_addr(rd_ptr_q), .rd_data(rd_data)
  );

  logic       unused_ready;
  logic [2:0] unused_count;
  sync_fifo #(.W(W), .Depth(4)) u_out (
      .clk(clk), .rst(rst), .s_tvalid(rd_valid_q), .s_tready(unused_ready), .s_tdata(rd_data),
      .m_tvalid(m_tvalid), .m_tready(m_tready), .m_tdata(m_tdata), .count(unused_count)
  );

  always_ff @(posedge clk) begin
    if (rst) begin
      wr_ptr_q    <= '0;
      rd_ptr_q    <= '0;
      count_q     <= '0;
      mem_count_q <= '0;
      ahead_q     <= '0;
      full_q      <= 1'b0;
      mem_empty_q <= 1'b1;
      rd_valid_q  <= 1'b0;
    end else begin
      rd_valid_q <= read;
      if (push) wr_ptr_q <= wr_ptr_q + 1'b1;
      if (read) rd_ptr_q <= rd_ptr_q + 1'b1;
      if (push != pop) count_q <= push ? count_q + 1'b1 : count_q - 1'b1;
      if (push != read) mem_count_q <= push ? mem_count_q + 1'b1 : mem_count_q - 1'b1;
      if (read != pop) ahead_q <= read ? ahead_q + 1'b1 : ahead_q - 1'b1;
      full_q      <= full_q ? !pop : (push && !pop && count_q == CountW'(Depth - 1));
      mem_empty_q <= mem_empty_q ? !push : (read && !push && mem_count_q == CountW'(1));
    end
  end

  // The short queue never refuses what was read for it; counts add up.
  `ASSERT_STABLE(m_stable, m_tvalid, m_tready, m_tdata)
  `ASSERT(out_takes, !rd_valid_q || unused_ready)
  `ASSERT(count_adds_up, count_q == mem_count_q + CountW'(ahead_q) && count_q <= CountW'(Depth))
endmodule

`default_nettype wire
