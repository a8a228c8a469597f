// dma_split: cuts commands for any range of bytes into AXI4 bursts of whole beats: one for each 4 KiB page that the range
// touches, so none is longer than 64 beats. Latency 4 cycles, 1 burst per cycle. Stalls, never loses.
// While `stop` is high no command is accepted; those accepted are finished.
`default_nettype none
`include "flue_assert.svh"

module dma_split (
    input  wire logic                            clk,
    input  wire logic                            rst,
    input  wire logic                            stop,
    input  wire logic                            s_cmd_tvalid,
    output logic                                 s_cmd_tready,
    input  wire logic [flue_pkg::DmaCmdBits-1:0] s_cmd_tdata,
    output logic                                 m_tvalid,
    input  wire logic                            m_tready,
    output logic      [63:0]                     m_addr,      // 64-byte aligned
    output logic      [7:0]                      m_len,       // beats - 1, as AXI4 has it
    output logic                                 m_first,     // of the command
    output logic                                 m_last,
    // Of the whole command, steady over its bursts
    output logic      [5:0]                      m_offset,    // of its first byte in its first beat
    output logic      [5:0]                      m_end,       // place of its last byte in its last beat
    output logic      [5:0]                      m_tail,      // the same if it had begun at byte 0
    output logic                                 m_carry,     // it touches one beat more than if it had begun at byte 0
    output logic      [10:0]                     m_beats_m1,  // beats - 1
    output logic                                 stat_idle
);
  logic               cmd_tvalid, cmd_tready, skid_tready;
  flue_pkg::dma_cmd_t cmd;
  logic [80:0]        cmd_tdata;
  assign cmd          = cmd_tdata;
  assign s_cmd_tready = skid_tready && !stop;
  skid_buffer #(.W(flue_pkg::DmaCmdBits)) u_cmd (
      .clk(clk), .rst(rst), .s_tvalid(s_cmd_tvalid && !stop), .s_tready(skid_tready), .s_tdata(s_cmd_tdata),
      .m_tvalid(cmd_tvalid), .m_tready(cmd_tready), .m_tdata(cmd_tdata)
  );

  // --- s1: the length less one; s2: places of the last byte; s3: a burst a cycle
  logic s1_valid_q, s2_valid_q, s3_valid_q, s1_ready, s2_ready, s3_ready, fits;
  assign cmd_tready = s1_ready;
  assign s1_ready   = !s1_valid_q || s2_ready;
  assign s2_ready   = !s2_valid_q || s3_ready;
  assign s3_ready   = !s3_valid_q || (m_tready && fits);

  always_ff @(posedge clk) begin
    if (rst) begin
      s1_valid_q <= 1'b0;
      s2_valid_q <= 1'b0;
      s3_valid_q <= 1'b0;
    end else begin
      if (s1_ready) s1_valid_q <= cmd_tvalid;
      if (s2_ready) s2_valid_q <= s1_valid_q;
      if (s3_ready) s3_valid_q <= s2_valid_q;
    end
  end

  logic [63:0] s1_addr_q, s2_addr_q;
  logic [16:0] s1_span_q, s2_span_q;  // of the last byte, counted from the first; from the first beat's begin
  logic [5:0]  s2_tail_q;
  logic        s2_carry_q;
  logic        s1_carry;
  logic [5:0]  unused_sum;
  assign {s1_carry, unused_sum} = {1'b0, s1_addr_q[5:0]} + {1'b0, s1_span_q[5:0]};
  always_ff @(posedge clk) begin
    if (s1_ready) begin
      s1_addr_q <= cmd.addr;
      s1_span_q <= cmd.length - 17'd1;
    end
    if (s2_ready) begin
      s2_addr_q  <= s1_addr_q;
      s2_span_q  <= s1_span_q + {11'd0, s1_addr_q[5:0]};
      s2_tail_q  <= s1_span_q[5:0];
      s2_carry_q <= s1_carry;
    end
  end

  logic [51:0] s3_page_q;
  logic [5:0]  s3_beat_q, s3_offset_q, s3_end_q, s3_tail_q;
  logic [10:0] s3_left_q, s3_beats_q;  // beats - 1: still to go; in all
  logic        s3_first_q, s3_carry_q;
  assign fits = s3_left_q <= {5'd0, ~s3_beat_q};
  always_ff @(posedge clk) begin
    if (s3_ready) begin
      {s3_page_q, s3_beat_q, s3_offset_q} <= s2_addr_q;
      {s3_left_q, s3_end_q}               <= s2_span_q;
      s3_beats_q                          <= s2_span_q[16:6];
      s3_tail_q                           <= s2_tail_q;
      s3_carry_q                          <= s2_carry_q;
      s3_first_q                          <= 1'b1;
    end else if (m_tready) begin
      s3_page_q  <= s3_page_q + 52'd1;
      s3_beat_q  <= 6'd0;
      s3_left_q  <= s3_left_q - {5'd0, ~s3_beat_q} - 11'd1;
      s3_first_q <= 1'b0;
    end
  end

  assign m_tvalid   = s3_valid_q;
  assign m_addr     = {s3_page_q, s3_beat_q, 6'd0};
  assign m_len      = {2'd0, fits ? s3_left_q[5:0] : ~s3_beat_q};
  assign m_first    = s3_first_q;
  assign m_last     = fits;
  assign m_offset   = s3_offset_q;
  assign m_end      = s3_end_q;
  assign m_tail     = s3_tail_q;
  assign m_carry    = s3_carry_q;
  assign m_beats_m1 = s3_beats_q;
  assign stat_idle  = !cmd_tvalid && !s1_valid_q && !s2_valid_q && !s3_valid_q;

  `ASSERT_STABLE(m_stable, m_tvalid, m_tready, {m_addr, m_len, m_first, m_last})
  `ASSERT(within_page, !m_tvalid || {2'b00, m_addr[11:6]} + m_len <= 8'd63)
  `ASSERT(length_in_range, !(s_cmd_tvalid && s_cmd_tready) ||
          (s_cmd_tdata[80:64] != 17'd0 && s_cmd_tdata[80:64] <= 17'd65536))
endmodule

`default_nettype wire
