package io.katran.control;

import java.util.concurrent.CompletableFuture;

/**
 * An edit and whom to tell when it is in the data path.
 *
 * @param done completes with null, or with the {@link io.katran.api.KatranException} that stopped
 *     it
 */
record Request(Edit edit, CompletableFuture<Void> done) {
    Request(Edit edit) {
        this(edit, new CompletableFuture<>());
    }
}
