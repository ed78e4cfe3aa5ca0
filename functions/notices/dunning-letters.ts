/** Why a notice of dunning was not sent: what it asks for was paid, disputed or held in the meantime (R12.4). */
export const noLongerDue = 'not-due-any-more';
