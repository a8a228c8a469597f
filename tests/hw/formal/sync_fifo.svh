// Any one word comes out as it went in, after exactly those that were taken before it; full and empty are right.
`include "reset.svh"
(* anyseq *) logic f_pick;  // this word is the one to watch
logic              f_watching_q;
logic [CountW-1:0] f_ahead_q;
logic [W-1:0]      f_data_q;

always @(posedge clk) begin
  if (rst) f_watching_q <= 1'b0;
  else if (!f_watching_q && f_pick && push) begin
    f_watching_q <= 1'b1;
    f_ahead_q    <= count_q - CountW'(pop);
    f_data_q     <= s_tdata;
  end else if (f_watching_q && pop) begin
    f_watching_q <= f_ahead_q != 0;
    f_ahead_q    <= f_ahead_q - 1'b1;
  end
end

wire [AddrW-1:0] f_place = rd_ptr_q + f_ahead_q[AddrW-1:0] - 1'b1;
always_comb begin
  if (f_started_q) begin
    assert (count_q <= Depth && mem_count_q < Depth);
    assert (count_q == mem_count_q + CountW'(out_valid_q));
    assert (mem_count_q[AddrW-1:0] == AddrW'(wr_ptr_q - rd_ptr_q));
    assert (full_q == (count_q == Depth));
    assert (mem_empty_q == (mem_count_q == 0));
    assert (mem_empty_q || out_valid_q);
    if (f_watching_q) begin
      assert (f_ahead_q < count_q);
      assert ((f_ahead_q == 0 ? out_q : mem[f_place]) == f_data_q);
    end
  end
end
