package io.katran.dataplane.model;

import io.katran.api.VipFlags;

/** What is published for a VIP in one store. */
record VipState(int ringSlot, int regionBase, VipFlags flags) {}
