/** The account that moto answers for. */
export const account = '123456789012';
