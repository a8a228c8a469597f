// rx_buffer: keeps good frames until they are taken; a frame is committed as a whole or not at all. One that finds no room
// is dropped (DropReasonBufferFull) however much of it had been stored. It takes a beat per cycle and never stalls.
// Latency 4 cycles from a frame's last beat to its first; 1 beat per cycle in and out.
// Room: BufferBeats beats and as many frames. A frame's metadata is accepted before its first beat is offered.
`default_nettype none
`include "flue_assert.svh"

module rx_buffer #(
    parameter int unsigned BufferBeats = 16384
) (
    input  wire logic                 clk,
    input  wire logic                 rst,
    input  wire logic                 s_valid,
    input  wire logic                 s_last,
    input  wire logic [5:0]           s_last_byte,  // index of the beat's last byte
    input  wire logic [511:0]         s_data,
    input  wire logic [7:0]           s_reason,     // with s_last: why the frame is not wanted; 0: it is
    input  wire flue_pkg::rx_meta_t   s_meta,       // with s_last
    output logic                      m_meta_tvalid,
    input  wire logic                 m_meta_tready,
    output flue_pkg::rx_meta_t        m_meta_tdata,
    output logic                      m_frame_tvalid,
    input  wire logic                 m_frame_tready,
    output logic      [511:0]         m_frame_tdata,
    output logic      [63:0]          m_frame_tkeep,
    output logic                      m_frame_tlast,
    output logic                      stat_drop_valid,
    output logic      [7:0]           stat_drop_reason,
    output logic                      stat_idle     // empty
);
  localparam int unsigned AddrW  = $clog2(BufferBeats);
  localparam int unsigned CountW = $clog2(BufferBeats + 1);
  localparam int unsigned BeatW  = 512 + 6 + 1;

  if (BufferBeats < 8 || (BufferBeats & (BufferBeats - 1)) != 0) $error("BufferBeats must be a power of two, at least 8");

  // --- Write side: beats go in behind the committed ones; the last one commits all or takes all back.
  // Pointers have a bit more than the address: equal means empty, equal but for that bit means full.
  logic [AddrW:0] write_q, commit_q, read_q;
  logic           lost_q;  // a beat of this frame found no room
  logic           beats_full, store, wanted, keep_frame, meta_ready;
  assign beats_full = write_q[AddrW-1:0] == read_q[AddrW-1:0] && write_q[AddrW] != read_q[AddrW];
  assign store      = s_valid && !beats_full;
  assign wanted     = s_reason == flue_contract_pkg::DropReasonNone;
  assign keep_frame = wanted && !beats_full && !lost_q && meta_ready;

  always_ff @(posedge clk) begin
    if (rst) begin
      write_q  <= '0;
      commit_q <= '0;
      lost_q   <= 1'b0;
    end else if (s_valid) begin
      lost_q <= !s_last && (lost_q || beats_full);
      if (s_last && !keep_frame) write_q <= commit_q;
      else if (store) write_q <= write_q + 1'b1;
      if (s_last && keep_frame) commit_q <= write_q + 1'b1;
    end
  end

  always_ff @(posedge clk) begin
    stat_drop_valid  <= s_valid && s_last && !keep_frame && !rst;
    stat_drop_reason <= wanted ? flue_contract_pkg::DropReasonBufferFull : s_reason;
  end

  // --- Metadata
  logic [CountW-1:0]               meta_count;
  logic [flue_pkg::RxMetaBits-1:0] meta;
  assign m_meta_tdata = meta;
  deep_fifo #(.W(flue_pkg::RxMetaBits), .Depth(BufferBeats)) u_meta (
      .clk(clk), .rst(rst), .s_tvalid(s_valid && s_last && wanted && !beats_full && !lost_q), .s_tready(meta_ready),
      .s_tdata(s_meta), .m_tvalid(m_meta_tvalid), .m_tready(m_meta_tready), .m_tdata(meta), .count(meta_count)
  );

  // --- Read side: runs ahead into a short queue, never more than it can take
  logic              fetch, fetched_q, taken, unused_ready;
  logic [BeatW-1:0]  fetched, beat;
  logic [2:0]        ahead_q, unused_count;
  logic              beat_valid, allowed_any_q;
  assign fetch = read_q != commit_q && !ahead_q[2];
  assign taken = m_frame_tvalid && m_frame_tready;

  ram_uram #(.W(BeatW), .Depth(BufferBeats)) u_beats (
      .clk(clk), .rst(rst), .wr_en(store), .wr_addr(write_q[AddrW-1:0]), .wr_data({s_data, s_last_byte, s_last}),
      .rd_en(fetch), .rd_addr(read_q[AddrW-1:0]), .rd_data(fetched)
  );
  sync_fifo #(.W(BeatW), .Depth(4)) u_ahead (
      .clk(clk), .rst(rst), .s_tvalid(fetched_q), .s_tready(unused_ready), .s_tdata(fetched),
      .m_tvalid(beat_valid), .m_tready(m_frame_tready && allowed_any_q), .m_tdata(beat), .count(unused_count)
  );

  always_ff @(posedge clk) begin
    if (rst) begin
      read_q    <= '0;
      fetched_q <= 1'b0;
      ahead_q   <= '0;
    end else begin
      fetched_q <= fetch;
      if (fetch) read_q <= read_q + 1'b1;
      if (fetch != taken) ahead_q <= fetch ? ahead_q + 1'b1 : ahead_q - 1'b1;
    end
  end

  // --- Frames whose metadata was accepted and that have not left
  logic [CountW-1:0] allowed_q;
  logic              allow, finish;
  assign allow  = m_meta_tvalid && m_meta_tready;
  assign finish = taken && m_frame_tlast;
  always_ff @(posedge clk) begin
    if (rst) begin
      allowed_q     <= '0;
      allowed_any_q <= 1'b0;
    end else if (allow != finish) begin
      allowed_q     <= allow ? allowed_q + 1'b1 : allowed_q - 1'b1;
      allowed_any_q <= allow || allowed_q != CountW'(1);
    end
  end

  assign m_frame_tvalid = beat_valid && allowed_any_q;
  assign m_frame_tdata  = beat[BeatW-1:7];
  assign m_frame_tlast  = beat[0];
  always_comb begin
    for (int i = 0; i < 64; i++) m_frame_tkeep[i] = 6'(i) <= beat[6:1];
  end

  assign stat_idle = write_q == read_q && ahead_q == '0 && meta_count == '0 && !stat_drop_valid;

  `ASSERT_STABLE(m_meta_stable, m_meta_tvalid, m_meta_tready, m_meta_tdata)
  `ASSERT_STABLE(m_frame_stable, m_frame_tvalid, m_frame_tready, beat)
  `ASSERT(ahead_takes, !fetched_q || unused_ready)
  `ASSERT(pointers_in_order, (write_q - read_q) >= (commit_q - read_q))
  `ASSERT(within_buffer, (write_q - read_q) <= (AddrW + 1)'(BufferBeats))
  `ASSERT(allowed_bit, allowed_any_q == (allowed_q != '0))
endmodule

`default_nettype wire
