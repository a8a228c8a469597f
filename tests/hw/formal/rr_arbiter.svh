// One grant among the requests, and whoever keeps asking sees at most N - 1 others served first.
`include "reset.svh"
(* anyconst *) logic [2:0] f_who;
logic [3:0] f_waited_q;  // others served while it asked
logic       f_asked_q;
wire f_asks = request[f_who];
wire f_served = advance && grant[f_who];
always_comb assume (f_who < 3'(N));
always_comb if (f_asked_q && f_started_q) assume (f_asks);

always @(posedge clk) begin
  if (rst) begin
    f_waited_q <= '0;
    f_asked_q  <= 1'b0;
  end else begin
    f_asked_q <= f_asks && !f_served;
    if (!f_asks || f_served) f_waited_q <= '0;
    else if (advance) f_waited_q <= f_waited_q + 1'b1;
  end
end

// The first of the later ones as a number; the place of `f_who` in the row says how many may come before it.
logic [3:0] f_first_later, f_place;
always_comb begin
  f_first_later = 4'(N);
  for (int i = 0; i < N; i++) if (later_q[N-1-i]) f_first_later = 4'(N - 1 - i);
  f_place = 4'(f_who) - f_first_later + (later_q[f_who] ? 4'd0 : 4'(N));
end

always_comb begin
  if (f_started_q) begin
    assert ((grant & (grant - 1'b1)) == '0);
    assert ((grant & ~request) == '0);
    assert (|grant == |request);
    assert (later_q == N'({N{1'b1}} << f_first_later));
    assert (f_waited_q < 4'(N));
    assert (f_asked_q || f_waited_q == 0);
    if (f_asked_q) assert (f_waited_q + f_place < 4'(N));
  end
end
