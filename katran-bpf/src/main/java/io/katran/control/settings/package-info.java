/**
 * The settings of the core as immutable values, read once and completely at start.
 *
 * <p>{@code reference.conf} and {@code vip-reference.conf} document every key and hold its default.
 * What a version does not have yet is in one place, {@code Availability}.
 */
@NullMarked
package io.katran.control.settings;

import org.jspecify.annotations.NullMarked;
