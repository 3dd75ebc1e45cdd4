// Package siting chooses sites among candidates, proves how good the choice
// is, and says what each chosen site is for.
//
// Start with [Solve]: a [Problem] on [coverage.Costs] of any kind (metres,
// minutes) gives a [Result] with a [Status], an objective and a bound that no
// choice goes beyond. [Explain] weighs each site of a result, [Alternatives]
// gives the next best choices, [Curve] and [Sensitivity] solve for other
// numbers of sites and other limits, [Plan] chooses for several years and
// [Phases] spreads a choice over them. [Memory] estimates what a problem takes.
// The package words nothing and draws nothing.
//
// # Models
//
// With demand i of weight w, candidate j, and cost c(i, j) where j reaches i:
//
//   - [LSCP]: the fewest sites so that each demand has one within the limit
//     (Toregas, Swain, ReVelle & Bergman 1971), or so that a share of the
//     weight has, or the cheapest such sites where they have prices.
//   - [MCLP]: at most p sites so that the weight within the limit of one is
//     largest (Church & ReVelle 1974). Problem.Times asks for several sites in
//     reach, the backup coverage of Hogan & ReVelle (1986).
//   - [PMedian]: at most p sites so that the sum of w times the cost to the
//     nearest is least (Hakimi 1964).
//   - [PCenter]: at most p sites so that the largest cost to the nearest is
//     least (Hakimi 1964).
//   - [Dispersion]: exactly p sites whose least separation is largest (Kuby 1987).
//   - [CoverThenCost]: the largest coverage, and of the choices that give it
//     the least weighted cost.
//   - [Backup]: the largest coverage, and of the choices that give it the most
//     weight within the limit of a second site (Hogan & ReVelle 1986).
//
// A site that adds nothing is not opened, so fewer than p may be chosen.
// Demand of weight 0 asks for nothing. Groups with priority, such as families
// with infants, are weights: give each demand the sum over the groups of the
// group's weight times its people. Existing sites are Fixed (they serve,
// whatever is chosen) or Replaceable (they compete with candidates). Sites
// under a mandate are chosen before all others, as many as the rest permits.
// Daskin (Network and Discrete Location, 2nd ed. 2013) describes all models.
//
// # Capacities
//
// MCLP, LSCP, PMedian and CoverThenCost may have capacities: the weight that a
// site can serve, fixed sites included. Demand is then shared between sites, as
// Result.Shares says, each unit going where the model's objective is best and
// the cost then least. A site of several sizes is built in one of them, each
// with its price and capacity (Problem.Sizes).
//
// # How it is solved
//
// Demand that is alike is joined and dominated sites and demand are dropped. A
// greedy choice and the interchange of Teitz & Bart (1968) give first
// solutions. Later ones come from closing a few sites near one another and
// opening others, from simulated annealing where being served is all that
// counts, and from row weighting (Gao, Weise & Li 2015) where the fewest sites
// must cover everything.
//
// Bounds are those of a Lagrangian relaxation, which subgradient steps raise. In
// covering models and large programs a primal-dual method (Chambolle & Pock
// 2011) first solves the linear relaxation; the sites that it opens in part are
// those among which better solutions are looked for. A bound holds however far
// either method came. Reduced costs fix sites, and branch and bound closes what
// is left. PCenter and Dispersion bisect over such programs. For a p-median of
// points in the plane the optimum is itself a little above the linear
// relaxation (Ahn, Cooper, Cornuéjols & Frieze 1988), so large ones may end
// with a gap although the choice is best.
//
// Capacities need an [Engine] for mixed-integer programs in Settings; package
// highs has one. It starts from a choice that the own search finds without
// capacities and an exchange of sites then betters with them. Where quotas, a
// budget or spacing keep the own search from a proof, it and the engine, if
// there is one, take turns.
//
// An infeasible problem is explained in [Why]: demand out of reach, the
// conditions that contradict each other, and the least number, budget, limit or
// separation that works.
//
// The same problem gives the same answer, and the search takes the same way
// whatever the order of demand and sites; only a time limit makes a result
// depend on the machine.
package siting
