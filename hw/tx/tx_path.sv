// tx_path: sends the frames that slow_tx descriptors name: reads them from host memory, cuts large TCP or UDP frames
// into segments (LSO), fills in checksums, inserts VLAN tags, pads to 60 bytes.
//
//   s_desc -> tx_segmenter -> m_read ... s_read -> tx_header_fetch -> tx_header_edit -> tx_builder -> m_mac
//                  \------- jobs -------/                 \------ payload -------/
//
// Throughput: 1 beat per cycle towards the MAC, a full segment of 1,514 bytes per 24 cycles, a frame with payload per
// 2 cycles, one that is all header per cycle. Reads of up to 64 segments are under way. Stalls, never loses a frame;
// descriptors that make no sense are skipped and reported (stat_bad_valid).
// m_done pulses once per descriptor, in order, when its memory is no longer needed; of a refused one too.
// While cfg_tx_enable is off no descriptor is taken; those taken are finished.
`default_nettype none
`include "flue_assert.svh"

module tx_path (
    input  wire logic                            clk,
    input  wire logic                            rst,
    input  wire logic                            cfg_tx_enable,
    input  wire logic                            s_desc_tvalid,
    output logic                                 s_desc_tready,
    input  wire logic [511:0]                    s_desc_tdata,
    output logic                                 m_read_tvalid,
    input  wire logic                            m_read_tready,
    output logic      [flue_pkg::DmaCmdBits-1:0] m_read_tdata,
    input  wire logic [511:0]                    s_read_tdata,
    input  wire logic [63:0]                     s_read_tkeep,
    input  wire logic                            s_read_tvalid,
    output logic                                 s_read_tready,
    input  wire logic                            s_read_tlast,
    output logic      [511:0]                    m_mac_tdata,
    output logic      [63:0]                     m_mac_tkeep,
    output logic                                 m_mac_tvalid,
    input  wire logic                            m_mac_tready,
    output logic                                 m_mac_tlast,
    output logic                                 m_done_tvalid,
    output logic                                 stat_frame_valid,
    output logic      [15:0]                     stat_frame_bytes,
    output logic                                 stat_bad_valid,
    output logic                                 stat_idle
);
  logic                           job_tvalid, job_tready, segmenter_idle;
  logic [flue_pkg::TxJobBits-1:0] job_tdata;
  tx_segmenter u_segmenter (
      .clk(clk), .rst(rst), .cfg_tx_enable(cfg_tx_enable),
      .s_desc_tvalid(s_desc_tvalid), .s_desc_tready(s_desc_tready), .s_desc_tdata(s_desc_tdata),
      .m_read_tvalid(m_read_tvalid), .m_read_tready(m_read_tready), .m_read_tdata(m_read_tdata),
      .m_job_tvalid(job_tvalid), .m_job_tready(job_tready), .m_job_tdata(job_tdata), .stat_idle(segmenter_idle)
  );

  logic         read_tvalid, read_tready, read_tlast;
  logic [511:0] read_tdata;
  logic [63:0]  read_tkeep;
  skid_buffer #(.W(577)) u_read (
      .clk(clk), .rst(rst), .s_tvalid(s_read_tvalid), .s_tready(s_read_tready),
      .s_tdata({s_read_tlast, s_read_tkeep, s_read_tdata}),
      .m_tvalid(read_tvalid), .m_tready(read_tready), .m_tdata({read_tlast, read_tkeep, read_tdata})
  );

  logic                           whole_tvalid, whole_tready, payload_tvalid, payload_tready, payload_tlast, fetch_idle;
  logic [1023:0]                  whole_tdata;
  logic [flue_pkg::TxJobBits-1:0] whole_tuser;
  logic [511:0]                   payload_tdata;
  logic [63:0]                    payload_tkeep;
  tx_header_fetch u_header_fetch (
      .clk(clk), .rst(rst), .s_job_tvalid(job_tvalid), .s_job_tready(job_tready), .s_job_tdata(job_tdata),
      .s_read_tdata(read_tdata), .s_read_tkeep(read_tkeep), .s_read_tvalid(read_tvalid), .s_read_tready(read_tready),
      .s_read_tlast(read_tlast),
      .m_head_tvalid(whole_tvalid), .m_head_tready(whole_tready), .m_head_tdata(whole_tdata),
      .m_head_tuser(whole_tuser),
      .m_payload_tdata(payload_tdata), .m_payload_tkeep(payload_tkeep), .m_payload_tvalid(payload_tvalid),
      .m_payload_tready(payload_tready), .m_payload_tlast(payload_tlast),
      .m_done_tvalid(m_done_tvalid), .stat_bad_valid(stat_bad_valid), .stat_idle(fetch_idle)
  );

  logic                            head_tvalid, head_tready, edit_idle;
  logic [1023:0]                   head_tdata;
  logic [flue_pkg::TxHeadBits-1:0] head_tuser;
  tx_header_edit u_header_edit (
      .clk(clk), .rst(rst), .s_tvalid(whole_tvalid), .s_tready(whole_tready), .s_tdata(whole_tdata),
      .s_tuser(whole_tuser),
      .m_tvalid(head_tvalid), .m_tready(head_tready), .m_tdata(head_tdata), .m_tuser(head_tuser), .stat_idle(edit_idle)
  );

  logic builder_idle;
  tx_builder u_builder (
      .clk(clk), .rst(rst), .s_head_tvalid(head_tvalid), .s_head_tready(head_tready), .s_head_tdata(head_tdata),
      .s_head_tuser(head_tuser),
      .s_payload_tdata(payload_tdata), .s_payload_tkeep(payload_tkeep), .s_payload_tvalid(payload_tvalid),
      .s_payload_tready(payload_tready), .s_payload_tlast(payload_tlast),
      .m_mac_tdata(m_mac_tdata), .m_mac_tkeep(m_mac_tkeep), .m_mac_tvalid(m_mac_tvalid), .m_mac_tready(m_mac_tready),
      .m_mac_tlast(m_mac_tlast), .stat_frame_valid(stat_frame_valid), .stat_frame_bytes(stat_frame_bytes),
      .stat_idle(builder_idle)
  );

  assign stat_idle = segmenter_idle && !job_tvalid && !read_tvalid && fetch_idle && edit_idle && builder_idle;

  `ASSERT_STABLE(m_read_stable, m_read_tvalid, m_read_tready, m_read_tdata)
endmodule

`default_nettype wire
