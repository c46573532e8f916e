package io.katran.cli.replay;

import com.fasterxml.jackson.databind.JsonNode;

/** One line of the input. */
sealed interface Step {

    /**
     * A frame to run.
     *
     * @param id given back with the outcome
     * @param fresh whether to forget flows and rate limits first
     */
    record Packet(String id, byte[] frame, boolean fresh) implements Step {}

    /** A change between packets. */
    record Action(String name, JsonNode arguments) implements Step {}

    /**
     * Something that is neither.
     *
     * @param id of the packet, or where in the input it stands
     */
    record Malformed(String id, String reason) implements Step {}
}
