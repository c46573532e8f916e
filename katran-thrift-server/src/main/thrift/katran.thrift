/*
 * The management interface of a Katran load balancer.
 *
 * Names, field ids, types, defaults and requiredness are those of the historic KatranService, so that clients
 * generated from any public copy of its IDL work unchanged. Rules for whoever edits this file:
 *
 *  - field ids and enum values are never reused or changed;
 *  - no field is `required`, and only the two `setFlag` fields are `optional`;
 *  - the IDL declares no exceptions: what is refused answers `false` (or the value a method documents), and the
 *    reason is one line in the server's log;
 *  - after an edit run `katran-thrift-server/regenerate-thrift` and commit what it wrote.
 *
 * Framed and unframed transports with the binary or the compact protocol are recognised on one port
 * (12307 by default).
 *
 * Addresses are literals ("10.200.1.1", "fc00::1"); a host name is never looked up. Numbers outside the range a
 * field documents are refused, they are not narrowed.
 */
namespace java io.katran.thrift
namespace cpp lb.katran
namespace py lb.katran

/** What a batch does with its entries. Any other value is refused. */
enum Action {
  ADD = 0,
  DEL = 1,
}

/** A virtual service: what clients connect to. The three fields together are its identity. */
struct Vip {
  /** IPv4 or IPv6 literal. Spellings of one IPv6 address name the same VIP. */
  1: string address;
  /** 0..65535 in host order; 0 stands for every port of the address. */
  2: i32 port;
  /** IP protocol number: 6 is TCP, 17 is UDP. */
  3: i32 protocol;
}

/** A VIP with flags to give it, set or clear. */
struct VipMeta {
  1: Vip vip;
  /**
   * Bits, 0..2^32-1: 1 NO_SPORT, 2 NO_LRU, 4 QUIC_VIP, 8 DPORT_HASH, 16 SRC_ROUTING, 32 LOCAL_VIP,
   * 64 GLOBAL_LRU, 128 HASH_SRC_DST_PORT, 256 UDP_STABLE_ROUTING, 512 UDP_FLOW_MIGRATION. Others are kept and inert.
   */
  2: i64 flags;
  /** modifyVip: true sets the flags, false clears them; absent means true. addVip ignores it. */
  3: optional bool setFlag = true;
}

/** Flags to set or clear on a real, wherever it is used. */
struct RealMeta {
  1: string address;
  /** Bits, 0..255: 2 LOCAL_REAL. Bit 1 tells the address family and cannot be changed. */
  2: i32 flags;
  /** true sets the flags, false clears them; absent means true. */
  3: optional bool setFlag = true;
}

/** A backend server within a VIP. */
struct Real {
  /** IPv4 or IPv6 literal. */
  1: string address;
  /** 0 or more; 0 keeps the real a member that gets no new flows. */
  2: i32 weight;
  /** Bits as in RealMeta. Clients older than the field omit it, which means 0. */
  3: i32 flags;
}

/** Server id of a QUIC connection id (also of the TCP option and of stable UDP routing), and who owns it. */
struct QuicReal {
  1: string address;
  2: i32 id;
}

/** An Ethernet address as text: six hexadecimal bytes with colons between. */
struct Mac {
  1: string mac;
}

/** Two cumulative counters; each method that returns them says what they count. */
struct Stats {
  1: i64 v1;
  2: i64 v2;
}

/** Packets that leave with this socket mark are health checks, and go through the tunnel to this real. */
struct Healthcheck {
  1: i32 somark;
  2: string address;
}

/** Socket mark to address. */
typedef map<i32, string> hcMap
typedef list<Real> Reals
typedef list<QuicReal> QuicReals

service KatranService {
  /** Sets the MAC address of the next hop. false: not an Ethernet address, or the kernel refused. */
  bool changeMac(1: Mac newMac);

  /** The MAC address of the next hop, in lower case. */
  Mac getMac();

  /** Adds a VIP without reals. false: it exists, is out of range, or there is no room. */
  bool addVip(1: VipMeta vipMeta);

  /** Deletes a VIP and its use of its reals. false: no such VIP. */
  bool delVip(1: Vip vip);

  /** All VIPs, in no particular order. */
  list<Vip> getAllVips();

  /** Sets or clears flags of a VIP. false: no such VIP. */
  bool modifyVip(1: VipMeta vipMeta);

  /** Sets or clears flags of a real, for every VIP that has it. false: no such real. */
  bool modifyReal(1: RealMeta realMeta);

  /** Flags of a VIP; -1: no such VIP. */
  i64 getVipFlags(1: Vip vip);

  /** Adds a real to a VIP, or changes the weight it has there. */
  bool addRealForVip(1: Real real, 2: Vip vip);

  /** Takes a real from a VIP. Only its address counts. A real that is no member is no failure. */
  bool delRealForVip(1: Real real, 2: Vip vip);

  /**
   * Adds or deletes a batch of reals, all or none. The same address twice counts once, and the last entry wins.
   * false: no such VIP, an unknown action, or any entry is refused.
   */
  bool modifyRealsForVip(1: Action action, 2: Reals real, 3: Vip vip);

  /** The reals of a VIP with their weights; empty: it has none, or there is no such VIP. */
  Reals getRealsForVip(1: Vip vip);

  /** Adds or deletes server ids. */
  bool modifyQuicRealsMapping(1: Action action, 2: QuicReals reals);

  /** All server ids, in no particular order. */
  QuicReals getQuicRealsMapping();

  /** v1 packets, v2 bytes sent for a VIP; zeros: no traffic, or no such VIP. */
  Stats getStatsForVip(1: Vip vip);

  /** v1 packets for all VIPs, v2 those whose flow was not in the connection table. */
  Stats getLruStats();

  /** Of the packets whose flow was not in the table: v1 TCP SYNs, v2 other TCP packets. */
  Stats getLruMissStats();

  /** v1 packets that had to use the fallback table; v2 is unused. */
  Stats getLruFallbackStats();

  /** "Packet too big" messages generated: v1 ICMP for IPv4, v2 ICMPv6. */
  Stats getIcmpTooBigStats();

  /** Maps a socket mark to a real, for health checks. false: bad address, or health checks are off. */
  bool addHealthcheckerDst(1: Healthcheck healthcheck);

  /** Forgets a socket mark. false: no such mark, or health checks are off. */
  bool delHealthcheckerDst(1: i32 somark);

  /** All socket marks and their reals; empty when health checks are off. */
  hcMap getHealthcheckersDst();
}
