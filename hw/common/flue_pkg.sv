// What blocks of the card say to each other; software sees none of it (that is flue_contract_pkg).
// Records are packed with the first field in the low bits.
`default_nettype none
package flue_pkg;
  localparam int unsigned DataW = 512;
  localparam int unsigned KeepW = 64;

  // One good frame on its way from rx_path to the host. Offsets are bytes from the start of the frame.
  typedef struct packed {
    logic [47:0] timestamp_us;  // now_us when its last beat came from the MAC
    logic [7:0]  protocol;      // of the IPv4 header
    logic [7:0]  l4_offset;     // 0: none, or not looked for
    logic [7:0]  l3_offset;
    logic [15:0] vlan_tag;      // with RxFlagVlan
    logic [7:0]  flags;         // bits RxFlag of the contract
    logic [15:0] length;        // bytes, without FCS
  } rx_meta_t;
  localparam int unsigned RxMetaBits = 112;

  // A piece of host memory to read or write: any byte address, 1..65,536 bytes.
  typedef struct packed {
    logic [16:0] length;
    logic [63:0] addr;
  } dma_cmd_t;
  localparam int unsigned DmaCmdBits = 81;

  // What tx_builder must know of one frame to send. Offsets are bytes from the start of the header as it is handed in.
  typedef struct packed {
    logic [15:0] payload_length;  // 0: none; header and payload make at most MaxFrame bytes, the tag included
    logic [15:0] vlan_tag;        // with TxFlagVlan
    logic [7:0]  flags;           // bits TxFlag of the contract
    logic [7:0]  l4_offset;       // with a checksum flag: even, as l3_offset, and their fields lie in the header
    logic [7:0]  l3_offset;
    logic [7:0]  header_length;   // 14..TxHeaderMax
  } tx_head_t;
  localparam int unsigned TxHeadBits = 64;

  // One segment of a slow_tx descriptor, from the block that asks for its bytes to the one that receives them.
  typedef struct packed {
    logic        bad;             // an entry refused: nothing was read
    logic        first;           // its bytes follow those of the descriptor's header
    logic        last;            // of the descriptor
    logic        cut;             // fields that differ between segments are to be set
    logic [15:0] id_add;          // number of the segment
    logic [15:0] seq_add;         // payload bytes before it
    logic [15:0] payload_length;  // from here as tx_head_t
    logic [15:0] vlan_tag;
    logic [7:0]  flags;
    logic [7:0]  l4_offset;
    logic [7:0]  l3_offset;
    logic [7:0]  header_length;
  } tx_job_t;
  localparam int unsigned TxJobBits = 100;
endpackage
`default_nettype wire
