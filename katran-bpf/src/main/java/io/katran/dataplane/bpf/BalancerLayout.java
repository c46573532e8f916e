package io.katran.dataplane.bpf;

import io.katran.bpf.btf.ObjectBtf;
import io.katran.control.Dataplane;

/** All codecs of one balancer object, checked against its BTF. */
final class BalancerLayout {
    /** The version of abi/ that this library was written for. */
    static final int ABI_VERSION = 1;

    final VipKeyCodec vipKey;
    final VipStateCodec vipState;
    final EndpointCodec endpoint;
    final FlowCodec flow;
    final CountCodec count;
    final GlobalsCodec globals;
    final LimitersCodec limiters;
    final ServerIdCodec serverId;
    final ConfigCodec config;
    final int ringLineBytes;
    final int slotsPerLine;

    private BalancerLayout(AbiCheck abi) {
        vipKey = new VipKeyCodec(abi);
        vipState = new VipStateCodec(abi);
        endpoint = new EndpointCodec(abi);
        flow = new FlowCodec(abi);
        count = new CountCodec(abi);
        globals = new GlobalsCodec(abi);
        limiters = new LimitersCodec(abi);
        serverId = new ServerIdCodec(abi);
        config = new ConfigCodec(abi);
        ringLineBytes = abi.size("klb_ring_line");
        slotsPerLine = ringLineBytes / Short.BYTES;
        abi.offset("klb_ring_line", "slot", ringLineBytes);
    }

    /**
     * @throws io.katran.api.DataplaneException if the object differs from what this library expects
     */
    static BalancerLayout of(String object, ObjectBtf btf) {
        AbiCheck abi = new AbiCheck(btf);
        abi.expectVersion("KLB_ABI_VERSION", ABI_VERSION);
        abi.expectConstant("KLB_RING_NONE", Dataplane.NONE);
        abi.expectConstant("KLB_SLOT_EMPTY", Dataplane.NONE);
        abi.expectConstant("KLB_VIP_ANY", Dataplane.ANY_VIP);
        abi.expectMap("vip_map", "struct klb_vip_key", "struct klb_vip_ref");
        abi.expectMap("vip_addrs", "struct klb_vip_addr", "__u32");
        abi.expectMap("vip_state", "__u32", "struct klb_vip_state");
        abi.expectMap("rings", "__u32", "struct klb_ring_line");
        abi.expectMap("endpoints", "__u32", "struct klb_endpoint");
        abi.expectMap("endpoint_count", "__u32", "struct klb_count");
        abi.expectMap("conn_fallback", "struct klb_flow_key", "struct klb_flow");
        abi.expectMap("vip_sid_count", "__u32", "struct klb_sid_count");
        abi.expectMap("control", "__u32", "struct klb_control");
        abi.expectMap("globals", "__u32", "struct klb_globals");
        abi.expectMap("limiters", "__u32", "struct klb_limiters");
        BalancerLayout layout = new BalancerLayout(abi);
        abi.verify(object);
        return layout;
    }
}
