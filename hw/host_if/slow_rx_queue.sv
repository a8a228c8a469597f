// slow_rx_queue: received frames to host memory. A frame goes to the buffer of the next entry; when the response to its
// last write is there its descriptor follows, up to 16 neighbours in one burst; m_tail moves when the response to that
// is there. A frame that finds no free entry is dropped whole (SlowRxFull) and stalls nobody.
// Throughput: 1 frame per 2 cycles, 1 beat per cycle within; up to 64 frames between frame and descriptor, then it stalls.
`default_nettype none
`include "flue_assert.svh"

module slow_rx_queue #(
    parameter logic [31:0] FirstEntry = 32'd0  // where counting starts; anything but 0 is for tests of the wrap-around
) (
    input  wire logic                            clk,
    input  wire logic                            rst,
    input  wire logic [63:0]                     cfg_desc,
    input  wire logic [63:0]                     cfg_buf,
    input  wire logic [3:0]                      cfg_log2,
    input  wire logic [31:0]                     cfg_head,
    input  wire logic                            s_meta_tvalid,
    output logic                                 s_meta_tready,
    input  wire flue_pkg::rx_meta_t              s_meta_tdata,
    input  wire logic                            s_frame_tvalid,
    output logic                                 s_frame_tready,
    input  wire logic [511:0]                    s_frame_tdata,
    input  wire logic [63:0]                     s_frame_tkeep,
    input  wire logic                            s_frame_tlast,
    // Frames to dma_write
    output logic                                 m_frame_cmd_tvalid,
    input  wire logic                            m_frame_cmd_tready,
    output logic      [flue_pkg::DmaCmdBits-1:0] m_frame_cmd_tdata,
    output logic                                 m_frame_tvalid,
    input  wire logic                            m_frame_tready,
    output logic      [511:0]                    m_frame_tdata,
    output logic      [63:0]                     m_frame_tkeep,
    output logic                                 m_frame_tlast,
    input  wire logic                            s_frame_done,
    // Descriptors to dma_write
    output logic                                 m_desc_cmd_tvalid,
    input  wire logic                            m_desc_cmd_tready,
    output logic      [flue_pkg::DmaCmdBits-1:0] m_desc_cmd_tdata,
    output logic                                 m_desc_tvalid,
    input  wire logic                            m_desc_tready,
    output logic      [511:0]                    m_desc_tdata,
    output logic                                 m_desc_tlast,
    input  wire logic                            s_desc_done,
    output logic      [31:0]                     m_tail,
    output logic                                 stat_frame_valid,  // an entry filled
    output logic                                 stat_full_valid,   // a frame dropped
    output logic                                 stat_idle
);
  logic [11:0] index_mask_q;  // of the ring
  logic [31:0] beyond_q;      // bits of a count that are 0 below the number of entries
  always_ff @(posedge clk) begin
    index_mask_q <= 12'((32'd1 << cfg_log2) - 32'd1);
    beyond_q     <= ~((32'd1 << cfg_log2) - 32'd1);
  end

  // --- Frames: an entry for each, or none
  typedef enum logic [1:0] {
    StMeta,   // the next frame's description
    StFrame,  // its bytes to the host
    StDrop    // its bytes to nowhere
  } frame_state_e;
  frame_state_e frame_q, frame_d;

  logic [31:0] entry_q, used_q;
  logic        full, fill, drop, frame_cmd_valid_q, frame_cmd_tready, beat_tvalid, beat_tready, meta_in_tready, stat_full_q;
  assign full = |(used_q & beyond_q);

  always_comb begin
    frame_d        = frame_q;
    fill           = 1'b0;
    drop           = 1'b0;
    s_frame_tready = 1'b0;
    beat_tvalid    = 1'b0;
    case (frame_q)
      // used_q counts the frame before this one: its first beat gave it the time.
      StMeta: begin
        fill = s_meta_tvalid && !full && meta_in_tready && (!frame_cmd_valid_q || frame_cmd_tready);
        drop = s_meta_tvalid && full;
        if (fill) frame_d = StFrame;
        if (drop) frame_d = StDrop;
      end
      StFrame: begin
        s_frame_tready = beat_tready;
        beat_tvalid    = s_frame_tvalid;
        if (s_frame_tvalid && beat_tready && s_frame_tlast) frame_d = StMeta;
      end
      StDrop: begin
        s_frame_tready = 1'b1;
        if (s_frame_tvalid && s_frame_tlast) frame_d = StMeta;
      end
      default: frame_d = StMeta;
    endcase
  end
  assign s_meta_tready = fill || drop;

  always_ff @(posedge clk) begin
    if (rst) begin
      frame_q           <= StMeta;
      entry_q           <= FirstEntry;
      used_q            <= '1;  // full until head is known
      frame_cmd_valid_q <= 1'b0;
      stat_full_q       <= 1'b0;
    end else begin
      frame_q           <= frame_d;
      used_q            <= entry_q - cfg_head;
      frame_cmd_valid_q <= fill || (frame_cmd_valid_q && !frame_cmd_tready);
      stat_full_q       <= drop;
      if (fill) entry_q <= entry_q + 32'd1;
    end
  end

  flue_pkg::dma_cmd_t frame_cmd_q, desc_cmd_q;
  always_ff @(posedge clk) begin
    if (fill) begin
      frame_cmd_q.addr   <= cfg_buf + {38'd0, entry_q[11:0] & index_mask_q, 14'd0};
      frame_cmd_q.length <= {1'b0, s_meta_tdata.length};
    end
  end

  // Commands and bytes wait here for their turn at dma_write, so that it is not felt between short frames.
  logic [3:0] cmd_count;
  logic [4:0] beat_count;
  sync_fifo #(.W(flue_pkg::DmaCmdBits), .Depth(8)) u_cmd (
      .clk(clk), .rst(rst), .s_tvalid(frame_cmd_valid_q), .s_tready(frame_cmd_tready), .s_tdata(frame_cmd_q),
      .m_tvalid(m_frame_cmd_tvalid), .m_tready(m_frame_cmd_tready), .m_tdata(m_frame_cmd_tdata), .count(cmd_count)
  );
  sync_fifo #(.W(577), .Depth(16)) u_beats (
      .clk(clk), .rst(rst), .s_tvalid(beat_tvalid), .s_tready(beat_tready),
      .s_tdata({s_frame_tlast, s_frame_tkeep, s_frame_tdata}),
      .m_tvalid(m_frame_tvalid), .m_tready(m_frame_tready), .m_tdata({m_frame_tlast, m_frame_tkeep, m_frame_tdata}),
      .count(beat_count)
  );

  // --- What is to be said of the frames under way, and how many of them are in memory
  flue_pkg::rx_meta_t meta;
  logic [111:0]       meta_tdata;
  logic               meta_tvalid, meta_take;
  logic [6:0]         meta_count, written_q;
  assign meta = meta_tdata;
  sync_fifo #(.W(flue_pkg::RxMetaBits), .Depth(64)) u_meta (
      .clk(clk), .rst(rst), .s_tvalid(fill), .s_tready(meta_in_tready), .s_tdata(s_meta_tdata),
      .m_tvalid(meta_tvalid), .m_tready(meta_take), .m_tdata(meta_tdata), .count(meta_count)
  );
  always_ff @(posedge clk) begin
    if (rst) written_q <= 7'd0;
    else if (s_frame_done != meta_take) written_q <= s_frame_done ? written_q + 7'd1 : written_q - 7'd1;
  end

  // --- Descriptors of frames in memory, several at a time
  typedef enum logic [1:0] {
    StCount,    // how many go
    StCommand,  // where
    StWrite     // what
  } desc_state_e;
  desc_state_e desc_q, desc_d;

  logic [31:0] number_q, described_q;  // of the next descriptor: as the host counts, and from 0
  logic [4:0]  batch, batch_q, left_q;
  logic        batch_tready, batch_tvalid;
  logic [4:0]  batch_done;
  ring_batch u_batch (.cfg_log2(cfg_log2), .index(described_q[3:0]), .waiting({25'd0, written_q}), .count(batch));

  always_comb begin
    desc_d = desc_q;
    case (desc_q)
      StCount:   if (written_q != 7'd0 && batch_tready) desc_d = StCommand;
      StCommand: if (m_desc_cmd_tready) desc_d = StWrite;
      StWrite:   if (m_desc_tready && m_desc_tlast) desc_d = StCount;
      default:   desc_d = StCount;
    endcase
  end
  assign m_desc_cmd_tvalid = desc_q == StCommand;
  assign m_desc_cmd_tdata  = desc_cmd_q;
  assign m_desc_tvalid     = desc_q == StWrite;
  assign m_desc_tlast      = left_q == 5'd1;
  assign meta_take         = m_desc_tvalid && m_desc_tready;

  flue_contract_pkg::slow_rx_descriptor_t desc;
  always_comb begin
    desc              = '0;
    desc.number       = number_q;
    desc.length       = meta.length;
    desc.vlan_tag     = meta.vlan_tag;
    desc.flags        = meta.flags;
    desc.l3_offset    = meta.l3_offset;
    desc.l4_offset    = meta.l4_offset;
    desc.protocol     = meta.protocol;
    desc.timestamp_us = {16'd0, meta.timestamp_us};
  end
  assign m_desc_tdata = desc;

  logic [31:0] tail_q;
  logic        stat_frame_q;
  always_ff @(posedge clk) begin
    if (rst) begin
      desc_q       <= StCount;
      number_q     <= FirstEntry + 32'd1;
      described_q  <= FirstEntry;
      tail_q       <= FirstEntry;
      stat_frame_q <= 1'b0;
    end else begin
      desc_q       <= desc_d;
      stat_frame_q <= meta_take;
      if (meta_take) begin
        number_q    <= number_q + 32'd1;
        described_q <= described_q + 32'd1;
      end
      if (s_desc_done) tail_q <= tail_q + {27'd0, batch_done};
    end
  end
  always_ff @(posedge clk) begin
    if (desc_q == StCount) begin
      batch_q           <= batch;
      left_q            <= batch;
      desc_cmd_q.addr   <= cfg_desc + {46'd0, described_q[11:0] & index_mask_q, 6'd0};
      desc_cmd_q.length <= {6'd0, batch, 6'd0};
    end else if (meta_take) begin
      left_q <= left_q - 5'd1;
    end
  end

  // --- Sizes of the batches under way
  logic [4:0] batches;
  sync_fifo #(.W(5), .Depth(16)) u_batches (
      .clk(clk), .rst(rst), .s_tvalid(desc_q == StCommand && m_desc_cmd_tready), .s_tready(batch_tready),
      .s_tdata(batch_q), .m_tvalid(batch_tvalid), .m_tready(s_desc_done), .m_tdata(batch_done), .count(batches)
  );

  assign m_tail           = tail_q;
  assign stat_frame_valid = stat_frame_q;
  assign stat_full_valid  = stat_full_q;
  assign stat_idle = frame_q == StMeta && !s_meta_tvalid && !frame_cmd_valid_q && cmd_count == 4'd0 && beat_count == 5'd0 &&
                     meta_count == 7'd0 &&
                     desc_q == StCount && batches == 5'd0 && !stat_frame_q && !stat_full_q;

  // Descriptors only of frames in memory; never more entries filled than the host has given.
  `ASSERT(frame_before_descriptor, !meta_take || (written_q != 7'd0 && meta_tvalid))
  `ASSERT(batch_is_expected, !s_desc_done || batch_tvalid)
  `ASSERT(written_is_bounded, written_q <= meta_count)
  `ASSERT_STABLE(m_frame_cmd_stable, m_frame_cmd_tvalid, m_frame_cmd_tready, m_frame_cmd_tdata)
  `ASSERT_STABLE(m_desc_cmd_stable, m_desc_cmd_tvalid, m_desc_cmd_tready, m_desc_cmd_tdata)
  `ASSERT_STABLE(m_desc_stable, m_desc_tvalid, m_desc_tready, {m_desc_tdata, m_desc_tlast})
endmodule

`default_nettype wire
