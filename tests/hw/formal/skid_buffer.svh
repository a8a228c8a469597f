// Any one beat comes out as it went in, after exactly those that were taken before it.
`include "reset.svh"
(* anyseq *) logic f_pick;  // this beat is the one to watch
logic         f_watching_q;
logic [1:0]   f_ahead_q;
logic [W-1:0] f_data_q;
wire f_push = s_tvalid && s_tready;
wire f_pop = m_tvalid && m_tready;
wire [1:0] f_inside = 2'(main_valid_q) + 2'(skid_valid_q);

always @(posedge clk) begin
  if (rst) f_watching_q <= 1'b0;
  else if (!f_watching_q && f_pick && f_push) begin
    f_watching_q <= 1'b1;
    f_ahead_q    <= f_inside - 2'(f_pop);
    f_data_q     <= s_tdata;
  end else if (f_watching_q && f_pop) begin
    f_watching_q <= f_ahead_q != 0;
    f_ahead_q    <= f_ahead_q - 1'b1;
  end
end

always_comb begin
  if (f_started_q) begin
    assert (!skid_valid_q || main_valid_q);
    if (f_watching_q) begin
      assert (f_ahead_q < f_inside);
      assert ((f_ahead_q == 0 ? main_q : skid_q) == f_data_q);
    end
  end
end
