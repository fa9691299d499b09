@NullMarked
package dev.meterlark.nodes.web;

import org.jspecify.annotations.NullMarked;
