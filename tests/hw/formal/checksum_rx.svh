// The check of a lazily added sum is the end-around carry sum of RFC 1071 being all ones.
(* anyconst *) logic [31:0] f_sum;
logic [16:0] f_once;
logic [15:0] f_folded;
always_comb begin
  f_once   = {1'b0, f_sum[31:16]} + {1'b0, f_sum[15:0]};
  f_folded = f_once[15:0] + 16'(f_once[16]);
  assert (is_good(fold(f_sum)) == (f_folded == 16'hFFFF));
end
