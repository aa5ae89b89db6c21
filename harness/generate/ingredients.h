// What the generators know beside plain chance. A scoreboard leaves out one at a time, to see what it is worth: what is left out is
// drawn uniformly instead.
#pragma once

namespace halflsb {

struct Ingredients {
  bool near_ties = true;   // accumulators on exact ties, and within a hair of k + 1/2
  bool frontiers = true;   // accumulators where a register overflows, and where an output threshold is reached
  bool boundaries = true;  // integers at rails and near powers of two: accumulators, parameters, zero points
  bool rails = true;       // tensors filled with either rail
  bool aims = true;        // factors and biases of layers moved so that their own sums come to something
};

}  // namespace halflsb
