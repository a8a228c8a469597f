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
endpackage
`default_nettype wire
